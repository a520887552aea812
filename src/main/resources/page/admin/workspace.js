import { send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { count } from "../ui/format.js";
import { ErrorNote } from "../ui/notes.js";
import { Panel } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { optional } from "./optional.js";
import { RetentionPanel } from "./retention.js";

/** The name, the limit and the retention of a workspace. Props: workspace, user, onDone, onClose. */
export class WorkspaceSettings extends Polled {
  constructor(props) {
    super(props);
    this.interval = 30_000;
  }

  path() {
    return `htc/workspaces/${encodeURIComponent(this.props.workspace.id)}`;
  }

  async load(signal) {
    const [limit, policy] = await Promise.all([
      optional(`${this.path()}/limits`, signal),
      optional(`${this.path()}/task-retention-policy`, signal),
    ]);
    return { limit, policy };
  }

  render({ workspace, user, onDone, onClose }, { isLoading, error, limit, policy }) {
    const own = `admin/workspaces/${encodeURIComponent(workspace.id)}`;
    return h("div", { class: "columns" },
      h(Panel, { title: `Workspace ${workspace.id}`, actions: h("button", { type: "button", onClick: onClose }, "Close") },
        error && h(ErrorNote, { error, onRetry: this.refresh }),
        h(Form, { label: "Rename", run: ({ name }) => send("PATCH", own, { name }), onDone },
          h(Field, { label: "Name", name: "name", id: "workspace-name", required: true, maxLength: 255, defaultValue: workspace.name })),
        !isLoading && h("p", {}, limit
          ? `At most ${count(limit.vCPUs)} vCPUs at the same time. `
          : "The vCPUs of the workspace are not limited. ",
          limit && user.rescaleAdmin && h(Action, { label: "Remove the limit", kind: "danger", confirm: "Remove it?",
            run: () => send("DELETE", `${own}/limit`), onDone: this.refresh })),
        user.rescaleAdmin && h(Form, { label: "Set limit", onDone: this.refresh,
          run: ({ vCPUs }) => send("PUT", `${own}/limit`, { vCPUs: Number(vCPUs) }) },
          h(Field, { label: "vCPUs at the same time", name: "vCPUs", type: "number", min: 0, max: 999_999, required: true }))),
      !isLoading && !error && h(RetentionPanel, { path: this.path(), policy, onDone: this.refresh }));
  }
}
