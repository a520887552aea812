import { get } from "../api/client.js";
import { projectPath } from "../api/paths.js";
import { address } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Heading } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { DimensionsPanel } from "./dimensions.js";
import { LimitsPanel } from "./limits.js";
import { optional } from "./optional.js";
import { ProjectPanel } from "./project.js";
import { RetentionPanel } from "./retention.js";

/** The settings of a project, for administrators. Props: project. */
export class SettingsView extends Polled {
  constructor(props) {
    super(props);
    this.interval = 30_000;
  }

  async load(signal) {
    const path = projectPath(this.props.project);
    const project = await get(path, {}, signal);
    const workspace = `htc/workspaces/${encodeURIComponent(project.workspaceId)}`;
    const [regions, limits, chosen, present, policy, inherited] = await Promise.all([
      get("htc/regions", { enabled: true }, signal),
      get(`${path}/limits`, {}, signal),
      get(`${path}/dimensions`, {}, signal),
      get(`${workspace}/dimensions`, {}, signal),
      optional(`${path}/task-retention-policy`, signal),
      optional(`${workspace}/task-retention-policy`, signal),
    ]);
    return { project, regions: regions.map(({ region }) => region), limits, chosen, present, policy, inherited };
  }

  render({ project: id }, { isLoading, error, project, regions, limits, chosen, present, policy, inherited }) {
    const path = projectPath(id);
    return h("section", { class: "view" },
      h(Heading, { title: "Settings", crumbs: [["Overview", "#/"], [project?.projectName ?? "Project", address("projects", id)]] }),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      project && h("div", { class: "columns" },
        h(ProjectPanel, { project, path, regions, onDone: this.refresh }),
        h(LimitsPanel, { path, limits, onDone: this.refresh }),
        h(DimensionsPanel, { path, present, chosen, onDone: this.refresh }),
        h(RetentionPanel, { path, policy, inherited, onDone: this.refresh })));
  }
}
