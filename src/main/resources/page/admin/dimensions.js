import { send } from "../api/client.js";
import { h } from "../ui/dom.js";
import { Form } from "../ui/form.js";
import { Empty } from "../ui/notes.js";
import { Panel } from "../ui/parts.js";

/**
 * The machine types that the jobs of a project may use.
 * @param {{path: string, present: any[], chosen: any[], onDone: () => void}} props `present` are those of the
 *   workspace; without any chosen one, the project may use all
 */
export function DimensionsPanel({ path, present, chosen, onDone }) {
  const keys = new Set(chosen.map(keyOf));
  const all = [...new Map([...present, ...chosen].map((dimension) => [keyOf(dimension), dimension])).values()];
  const save = (values) => send("PUT", `${path}/dimensions`, all
    .filter((dimension) => values[keyOf(dimension)])
    .map(({ machineType, priority, region }) => ({ machineType, priority, region })));
  return h(Panel, { title: "Machine types", note: chosen.length === 0 ? "no restriction" : "only the chosen ones" },
    all.length === 0
      ? h(Empty, { title: "No host of the workspace was reached yet." })
      : h(Form, { label: "Save", run: save, onDone },
          h("fieldset", { class: "choices" },
            h("legend", {}, "Jobs may use only these; without a choice, all"),
            all.map((dimension) => h("label", { key: keyOf(dimension) },
              h("input", { type: "checkbox", name: keyOf(dimension), defaultChecked: keys.has(keyOf(dimension)) }),
              ` ${[dimension.machineType, dimension.region, priorityName(dimension.priority)].filter(Boolean).join(", ")}`)))));
}

function keyOf({ machineType, priority, region }) {
  return [machineType, priority, region].join(" ");
}

function priorityName(priority) {
  return priority?.replace("_PRIORITY", "").toLowerCase().replaceAll("_", " ");
}
