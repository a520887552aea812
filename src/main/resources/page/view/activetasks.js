import { get, list } from "../api/client.js";
import { projectPath } from "../api/paths.js";
import { address } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { Panel, StatusBar, Table, sentence } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { liveOf } from "../ui/states.js";

const INTERVAL_MILLIS = 30_000;
/** Each of them is read, so a large installation shows the newest ones. */
const MOST_PROJECTS = 5;
const MOST_TASKS = 1_000;
const MOST_ROWS = 10;

/** The tasks that run or have failed jobs. Props: projects, counts (of jobs by project and status). */
export class ActiveTasks extends Polled {
  constructor(props) {
    super(props);
    this.interval = INTERVAL_MILLIS;
    /** Names by id, read once. */
    this.names = new Map();
  }

  async load(signal) {
    const { projects, counts } = this.props;
    const active = projects.filter(({ projectId }) => isActive(counts[projectId] ?? {})).slice(-MOST_PROJECTS).reverse();
    return { tasks: (await Promise.all(active.map((project) => this.tasksOf(project, signal)))).flat() };
  }

  async tasksOf({ projectId, projectName }, signal) {
    const { items } = await get(`${projectPath(projectId)}/task-summary-statistics`, {}, signal);
    const active = items.filter(({ jobStatuses }) => isActive(jobStatuses));
    if (active.some(({ taskId }) => !this.names.has(taskId))) {
      const named = await list(`${projectPath(projectId)}/tasks`, { pageSize: 1000 }, MOST_TASKS, signal);
      named.items.forEach(({ taskId, taskName }) => this.names.set(taskId, taskName));
    }
    return active.map(({ taskId, jobStatuses }) => ({ projectId, projectName, taskId, jobStatuses }));
  }

  /** If they cannot be read, the overview is complete without them. */
  render(_, { tasks = [] }) {
    const rows = [...tasks].sort((a, b) => liveOf(b.jobStatuses) - liveOf(a.jobStatuses)
      || failedOf(b) - failedOf(a)).slice(0, MOST_ROWS);
    return rows.length > 0 && h(Panel, { title: "Tasks that run, or have failed jobs",
      note: tasks.length > rows.length ? `${rows.length} of ${count(tasks.length)}` : null }, h(Table, {
      caption: "Tasks that run or have failed jobs, with the number of their jobs by status",
      heads: ["Task", "Project", "Jobs", "Live", "Failed"],
      numeric: [3, 4],
      rows: rows.map(({ projectId, projectName, taskId, jobStatuses }) => ({ key: taskId, cells: [
        h("a", { href: address("projects", projectId, "tasks", taskId) }, this.names.get(taskId) ?? taskId),
        projectName,
        h("span", { class: "wide" }, h(StatusBar, { counts: jobStatuses }), h("small", {}, sentence(jobStatuses))),
        count(liveOf(jobStatuses)), count(failedOf({ jobStatuses }))] })),
    }));
  }
}

function isActive(counts) {
  return liveOf(counts) > 0 || counts.FAILED > 0;
}

function failedOf({ jobStatuses }) {
  return jobStatuses.FAILED ?? 0;
}
