import { get, list } from "../api/client.js";
import { h } from "../ui/dom.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Heading } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { RegionsPanel } from "./regions.js";
import { SigningKeysPanel } from "./signingkeys.js";
import { WorkspaceSettings } from "./workspace.js";
import { OrganizationsPanel, WorkspacesPanel } from "./workspaces.js";

const MOST = 2_000;

/** Workspaces and organizations and, for platform administrators, regions and signing keys. Props: user. */
export class AdministrationView extends Polled {
  constructor(props) {
    super(props);
    this.interval = 30_000;
  }

  async load(signal) {
    const { user } = this.props;
    const [workspaces, organizations, regions, keys] = await Promise.all([
      list("admin/workspaces", { pageSize: 1000 }, MOST, signal),
      list("admin/organizations", { pageSize: 1000 }, MOST, signal),
      user.rescaleAdmin && get("htc/regions", {}, signal),
      user.rescaleAdmin && get("admin/signing-keys", {}, signal),
    ]);
    return { workspaces: workspaces.items, organizations: organizations.items, regions, keys };
  }

  changed = () => {
    this.setState({ chosen: null });
    this.refresh();
  };

  render({ user }, { isLoading, error, workspaces, organizations, regions, keys, chosen }) {
    return h("section", { class: "view" },
      h(Heading, { title: "Administration" }),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      chosen && h(WorkspaceSettings, { key: chosen.id, workspace: chosen, user, onDone: this.changed,
        onClose: () => this.setState({ chosen: null }) }),
      workspaces && h("div", { class: "columns" },
        h(WorkspacesPanel, { workspaces, user, onDone: this.refresh, onChoose: (workspace) => this.setState({ chosen: workspace }) }),
        h(OrganizationsPanel, { organizations, user, onDone: this.refresh }),
        regions && h(RegionsPanel, { regions, onDone: this.refresh }),
        keys && h(SigningKeysPanel, { keys, onDone: this.refresh })));
  }
}
