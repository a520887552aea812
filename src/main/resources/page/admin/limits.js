import { send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { count, time } from "../ui/format.js";
import { Empty } from "../ui/notes.js";
import { Panel, Table } from "../ui/parts.js";

const ROLES = ["PROJECT_ADMIN", "WORKSPACE_ADMIN"];
const MOST_VCPUS = 999_999;

/**
 * The vCPU limits of a project, at most one of each role.
 * @param {{path: string, limits: any[], onDone: () => void}} props
 */
export function LimitsPanel({ path, limits, onDone }) {
  return h(Panel, { title: "vCPU limits", note: "the smallest one applies" },
    limits.length === 0
      ? h(Empty, { title: "The project has no limit of its own; that of the workspace applies." })
      : h(Table, {
          caption: "vCPU limits of the project",
          heads: ["vCPUs", "Set by role", "Changed", "Actions"],
          numeric: [0],
          rows: limits.map((limit) => ({ key: limit.id, cells: [
            count(limit.vCPUs), roleName(limit.modifierRole), time(limit.updatedAt ?? limit.createdAt),
            h(Action, { label: "Remove", kind: "danger", confirm: "Remove this limit?",
              run: () => send("DELETE", `${path}/limits/${limit.id}`), onDone }),
          ] })),
        }),
    h(Form, { label: "Set limit", onDone,
      run: ({ vCPUs, modifierRole }) => send("POST", `${path}/limits`, { vCPUs: Number(vCPUs), modifierRole }) },
      h("div", { class: "form-grid" },
        h(Field, { label: "vCPUs at the same time", name: "vCPUs", type: "number", min: 0, max: MOST_VCPUS, required: true }),
        h(Field, { label: "As", name: "modifierRole", as: "select", hint: "replaces the limit of that role" },
          ROLES.map((role) => h("option", { key: role, value: role }, roleName(role)))))));
}

function roleName(role) {
  return role.toLowerCase().replace("_admin", " administrator");
}
