import { get } from "../api/client.js";
import { projectPath, taskPath } from "../api/paths.js";
import { address } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { ago, count, shortId } from "../ui/format.js";
import { Panel, Table } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { Cause } from "./failures.js";

const INTERVAL_MILLIS = 60_000;
/** While jobs fail one after another. */
const LEAST_MILLIS = 15_000;
const MOST_ROWS = 5;

/** What failed in the last day, the latest first. Props: failed (number of failed jobs; read again when it grows). */
export class RecentFailures extends Polled {
  constructor(props) {
    super(props);
    this.interval = INTERVAL_MILLIS;
    /** Names of projects and tasks by id, read once. */
    this.names = new Map();
    this.readAt = Date.now();
  }

  componentDidUpdate(before) {
    if (before.failed !== this.props.failed && Date.now() - this.readAt > LEAST_MILLIS) {
      this.refresh();
    }
  }

  async load(signal) {
    this.readAt = Date.now();
    const items = (await get("htc/failures", {}, signal)).items.slice(0, MOST_ROWS);
    await Promise.all(items.map(({ projectId, taskId }) => this.readNames(projectId, taskId, signal)));
    return { items };
  }

  async readNames(projectId, taskId, signal) {
    if (this.names.has(taskId)) {
      return;
    }
    try {
      const [project, task] = await Promise.all([get(projectPath(projectId), {}, signal), get(taskPath(projectId, taskId), {}, signal)]);
      this.names.set(taskId, task.taskName).set(projectId, project.projectName);
    } catch {
      // A task that was deleted: its id is shown.
    }
  }

  /** If they cannot be read, the overview is complete without them. */
  render(_, { items = [] }) {
    return items.length > 0 && h(Panel, { title: "What failed lately", note: "in the last 24 hours" }, h(Table, {
      caption: "Jobs that failed in the last 24 hours by task and cause, the latest first",
      heads: ["Jobs", "Cause", "Task", "Last", "Latest job"],
      numeric: [0],
      rows: items.map((item) => ({ key: `${item.taskId} ${item.failureCode} ${item.exitCode}`, cells: [
        h("b", {}, count(item.jobs)),
        h(Cause, { failure: item }),
        h("span", {}, h("a", { href: address("projects", item.projectId, "tasks", item.taskId) }, this.names.get(item.taskId) ?? shortId(item.taskId)),
          h("small", {}, this.names.get(item.projectId))),
        ago(item.latestAt),
        h("a", { class: "mono", href: address("projects", item.projectId, "tasks", item.taskId, "jobs", item.latestJobId) }, shortId(item.latestJobId)),
      ] })),
    }));
  }
}
