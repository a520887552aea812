import { send } from "../api/client.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";

const ROLES = ["USER", "WORKSPACE_ADMIN", "ORGANIZATION_ADMIN", "PLATFORM_ADMIN"];

/**
 * Creates a user.
 * @param {{user: any, onDone: (person: any) => void}} props
 */
export function NewUser({ user, onDone }) {
  return h(Form, { label: "Create user", run: (values) => send("POST", "admin/users", values), onDone },
    h("div", { class: "form-grid" },
      h(Field, { label: "Name", name: "fullName", required: true, maxLength: 255 }),
      h(Field, { label: "Email", name: "email", type: "email", required: true, maxLength: 255 }),
      h(Field, { label: "Workspace", name: "workspaceId", required: true, defaultValue: user.workspace.id }),
      h(RoleField, { user })));
}

/**
 * Changes the name and the role of a user.
 * @param {{user: any, person: any, onDone: () => void}} props
 */
export function ChangeUser({ user, person, onDone }) {
  const change = ({ fullName, role }) => send("PATCH", `admin/users/${encodeURIComponent(person.userId)}`,
    role === undefined || role === person.role ? { fullName } : { fullName, role });
  return h(Form, { label: "Save", run: change, onDone },
    h("div", { class: "form-grid" },
      h(Field, { label: "Name", name: "fullName", id: "changed-name", required: true, maxLength: 255, defaultValue: person.fullName }),
      person.userId !== user.userId && h(RoleField, { user, id: "changed-role", role: person.role })));
}

/** The roles that the caller can give. */
function RoleField({ user, id, role = "USER" }) {
  const most = user.rescaleAdmin ? 4 : user.organizationAdmin ? 3 : 2;
  return h(Field, { label: "Role", name: "role", id, as: "select" }, ROLES.slice(0, most).map((given) =>
    h("option", { key: given, value: given, selected: given === role }, roleName(given))));
}

/** @param {string} role of the API */
export function roleName(role) {
  return role.toLowerCase().replace("_admin", " administrator");
}
