import { list, send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Heading, Panel, StatusChip, Table } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { AuditPanel } from "./audit.js";
import { KeysPanel } from "./keys.js";
import { ChangeUser, NewUser, roleName } from "./personform.js";

const MOST_USERS = 2_000;

/** Users with their roles and keys, and the audit trail; for administrators. Props: user. */
export class PeopleView extends Polled {
  constructor(props) {
    super(props);
    this.interval = 30_000;
  }

  async load(signal) {
    return { users: await list("admin/users", { pageSize: 1000 }, MOST_USERS, signal) };
  }

  render({ user }, { isLoading, error, users, isCreating, chosen, changed }) {
    return h("section", { class: "view" },
      h(Heading, { title: "People", actions: h("button", {
        type: "button",
        "aria-expanded": String(Boolean(isCreating)),
        onClick: () => this.setState({ isCreating: !isCreating }),
      }, "New user") }),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      isCreating && h(Panel, { title: "New user" }, h(NewUser, { user, onDone: this.created })),
      changed && h(Panel, { title: `Change ${changed.fullName}` },
        h(ChangeUser, { key: changed.userId, user, person: changed, onDone: this.saved })),
      chosen && h(KeysPanel, { key: chosen.userId, person: chosen, onClose: () => this.setState({ chosen: null }) }),
      users && h(Panel, { title: "Users", note: users.isComplete ? null : `the first ${users.items.length}` },
        this.table(users.items, user)),
      h(AuditPanel));
  }

  /** A new user needs a key next. */
  created = (person) => {
    this.setState({ isCreating: false, chosen: person });
    this.refresh();
  };

  saved = () => {
    this.setState({ changed: null });
    this.refresh();
  };

  table(users, self) {
    return h(Table, {
      caption: "Users with their roles",
      heads: ["Name", "Workspace", "Role", "State", "Actions"],
      rows: users.map((person) => ({ key: person.userId, cells: [
        h("span", {}, h("b", {}, person.fullName), h("small", {}, person.email), h("small", { class: "mono" }, person.userId)),
        h("span", {}, person.workspaceId, h("small", {}, person.organizationCode)),
        roleName(person.role),
        h(StatusChip, { status: "", name: person.enabled ? "enabled" : "disabled",
          color: person.enabled ? "--succeeded" : "--cancelled" }),
        h("span", { class: "actions" },
          h("button", { type: "button", onClick: () => this.setState({ chosen: person }) }, "Keys"),
          h("button", { type: "button", onClick: () => this.setState({ changed: person }) }, "Change"),
          !person.enabled && h(Action, { label: "Enable", onDone: this.refresh,
            run: () => send("PATCH", `admin/users/${encodeURIComponent(person.userId)}`, { enabled: true }) }),
          person.enabled && person.userId !== self.userId && h(Action, {
            label: "Disable", kind: "danger", confirm: `Refuse all keys and tokens of ${person.fullName}?`,
            run: () => send("DELETE", `admin/users/${encodeURIComponent(person.userId)}`), onDone: this.refresh })),
      ] })),
    });
  }
}
