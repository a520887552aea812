import { send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { More, Panel, Table } from "../ui/parts.js";
import { NO_REGION } from "../ui/states.js";

/**
 * The regions that projects can choose, for platform administrators.
 * @param {{regions: any[], onDone: () => void}} props
 */
export function RegionsPanel({ regions, onDone }) {
  const open = regions.filter(({ enabled }) => enabled);
  const closed = regions.filter(({ enabled, region }) => !enabled && region !== NO_REGION);
  return h(Panel, { title: "Regions", note: "that projects can choose" },
    h(Table, {
      caption: "Open regions",
      heads: ["Region", "Architectures", "Actions"],
      rows: open.map(({ region, supportedArchitectures }) => ({ key: region, cells: [
        region, supportedArchitectures.join(", ") || "no host",
        h(Action, { label: "Close", confirm: "Refuse it for other projects?", run: () => change(region, false), onDone }),
      ] })),
    }),
    h(More, { label: "Open another region" }, h(Form, { label: "Open", run: ({ region }) => change(region, true), onDone },
      h(Field, { label: "Region", name: "region", as: "select" },
        closed.map(({ region }) => h("option", { key: region }, region))))));
}

function change(region, enabled) {
  return send("PUT", `admin/regions/${encodeURIComponent(region)}`, { enabled });
}
