import { send } from "../api/client.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { More, Panel, Table } from "../ui/parts.js";

const CODE = { pattern: "[A-Za-z0-9_\\-]{1,64}", hint: "letters, digits, _ and -" };

/**
 * The workspaces that the caller administers.
 * @param {{workspaces: any[], user: any, onChoose: (workspace: any) => void, onDone: () => void}} props
 */
export function WorkspacesPanel({ workspaces, user, onChoose, onDone }) {
  return h(Panel, { title: "Workspaces" },
    h(Table, {
      caption: "Workspaces",
      heads: ["Name", "Id", "Organization", "Actions"],
      rows: workspaces.map((workspace) => ({ key: workspace.id, cells: [
        h("b", {}, workspace.name), h("code", {}, workspace.id), h("code", {}, workspace.organizationCode),
        h("button", { type: "button", onClick: () => onChoose(workspace) }, "Settings"),
      ] })),
    }),
    user.rescaleAdmin && h(More, { label: "New workspace" }, h(Form, { label: "Create workspace", run: (values) => send("POST", "admin/workspaces", values), onDone },
      h("div", { class: "form-grid" },
        h(Field, { label: "Id of a new workspace", name: "id", required: true, ...CODE }),
        h(Field, { label: "Its name", name: "name", id: "new-workspace", required: true, maxLength: 255 }),
        h(Field, { label: "Code of its organization", name: "organizationCode", required: true,
          defaultValue: user.organization.code })))));
}

/**
 * The organizations that the caller administers or belongs to.
 * @param {{organizations: any[], user: any, onDone: () => void}} props
 */
export function OrganizationsPanel({ organizations, user, onDone }) {
  return h(Panel, { title: "Organizations" },
    h(Table, {
      caption: "Organizations",
      heads: ["Name", "Code"],
      rows: organizations.map(({ code, name }) => ({ key: code, cells: [h("b", {}, name), h("code", {}, code)] })),
    }),
    user.organizationAdmin && h(More, { label: "Rename an organization" }, h(Form, { label: "Rename", onDone,
      run: ({ code, name }) => send("PATCH", `admin/organizations/${encodeURIComponent(code)}`, { name }) },
      h("div", { class: "form-grid" },
        h(Field, { label: "Organization", name: "code", id: "renamed-organization", as: "select" },
          organizations.map(({ code }) => h("option", { key: code }, code))),
        h(Field, { label: "New name", name: "name", id: "organization-name", required: true, maxLength: 255 })))),
    user.rescaleAdmin && h(More, { label: "New organization" }, h(Form, { label: "Create organization", run: (values) => send("POST", "admin/organizations", values), onDone },
      h("div", { class: "form-grid" },
        h(Field, { label: "Code of a new organization", name: "code", required: true, ...CODE }),
        h(Field, { label: "Its name", name: "name", id: "new-organization", required: true, maxLength: 255 })))));
}
