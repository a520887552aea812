import { send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";

/**
 * Archives, reactivates or deletes a task without live jobs.
 * @param {{path: string, view: any, onDone: () => void}} props `view` is the task
 */
export function Lifecycle({ path, view, onDone }) {
  const change = (lifecycleStatus) => () => send("PATCH", path, { lifecycleStatus });
  return h("span", { class: "actions" },
    view.lifecycleStatus === "ACTIVE" && h(Action, { label: "Archive", run: change("ARCHIVED"), onDone,
      confirm: "Take no more jobs?" }),
    view.lifecycleStatus === "ARCHIVED" && h(Action, { label: "Reactivate", run: change("ACTIVE"), onDone }),
    view.lifecycleStatus !== "DELETED" && h(Action, { label: "Delete", kind: "danger", onDone,
      confirm: "Delete the task with its files, logs and jobs?", run: () => send("DELETE", path) }));
}
