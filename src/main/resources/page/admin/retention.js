import { send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { Panel } from "../ui/parts.js";

const MOST_HOURS = 876_000;

/**
 * When idle tasks are archived, and archived ones deleted.
 * @param {{path: string, policy: any, inherited?: any, onDone: () => void}} props `policy` is null if the project
 *   has none; `inherited` is that of its workspace
 */
export function RetentionPanel({ path, policy, inherited, onDone }) {
  const shown = policy ?? inherited;
  const save = ({ archiveAfter, deleteAfter }) =>
    send("PUT", `${path}/task-retention-policy`, { archiveAfter: Number(archiveAfter), deleteAfter: Number(deleteAfter) });
  return h(Panel, { title: "Retention of tasks", note: policy ? null : "that of the workspace applies",
    actions: policy && inherited && h(Action, { label: "Use that of the workspace", confirm: "Remove this policy?",
      run: () => send("DELETE", `${path}/task-retention-policy`), onDone }) },
    h(Form, { label: "Save", run: save, onDone },
      h("div", { class: "form-grid" },
        hours("Archive after, hours", "archiveAfter", shown?.archiveAfter, "without live jobs; 0: never"),
        hours("Delete after, hours", "deleteAfter", shown?.deleteAfter, "after it was archived; 0: never"))));
}

function hours(label, name, value, hint) {
  return h(Field, { label, name, hint, type: "number", min: 0, max: MOST_HOURS, required: true, defaultValue: value ?? 0 });
}
