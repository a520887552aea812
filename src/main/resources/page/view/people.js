import { list, send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Heading, Panel, StatusChip, Table } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { AuditPanel } from "./audit.js";
import { KeysPanel } from "./keys.js";

const MOST_USERS = 2_000;
const ROLES = ["USER", "WORKSPACE_ADMIN", "ORGANIZATION_ADMIN", "PLATFORM_ADMIN"];

/** Users with their roles and keys, and the audit trail; for administrators. Props: user. */
export class PeopleView extends Polled {
  constructor(props) {
    super(props);
    this.interval = 30_000;
  }

  async load(signal) {
    return { users: await list("admin/users", { pageSize: 1000 }, MOST_USERS, signal) };
  }

  render({ user }, { isLoading, error, users, isCreating, chosen }) {
    return h("section", { class: "view" },
      h(Heading, { title: "People", actions: h("button", {
        type: "button",
        "aria-expanded": String(Boolean(isCreating)),
        onClick: () => this.setState({ isCreating: !isCreating }),
      }, "New user") }),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      isCreating && h(Panel, { title: "New user" }, h(NewUser, { user, onDone: this.created })),
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
          person.enabled && person.userId !== self.userId && h(Action, {
            label: "Disable", kind: "danger", confirm: `Refuse all keys and tokens of ${person.fullName}?`,
            run: () => send("DELETE", `admin/users/${encodeURIComponent(person.userId)}`), onDone: this.refresh })),
      ] })),
    });
  }
}

function NewUser({ user, onDone }) {
  const most = user.rescaleAdmin ? 4 : user.organizationAdmin ? 3 : 2;
  return h(Form, { label: "Create user", run: (values) => send("POST", "admin/users", values), onDone },
    h("div", { class: "form-grid" },
      h(Field, { label: "Name", name: "fullName", required: true, maxLength: 255 }),
      h(Field, { label: "Email", name: "email", type: "email", required: true, maxLength: 255 }),
      h(Field, { label: "Workspace", name: "workspaceId", required: true, defaultValue: user.workspace.id }),
      h(Field, { label: "Role", name: "role", as: "select" },
        ROLES.slice(0, most).map((role) => h("option", { key: role, value: role }, roleName(role))))));
}

function roleName(role) {
  return role.toLowerCase().replace("_admin", " administrator");
}
