import { get, list, send } from "../api/client.js";
import { projectPath, taskPath } from "../api/paths.js";
import { DurationPanel } from "../durations/panel.js";
import { GridPanel } from "../grid/panel.js";
import { GridSource } from "../grid/source.js";
import { TaskHistory } from "../history/task.js";
import { Action } from "../ui/action.js";
import { address } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { duration, memory, percent } from "../ui/format.js";
import { Empty, ErrorNote, Loading } from "../ui/notes.js";
import { Figure, Heading, Panel, StatusBar, Table, sentence } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { liveOf, totalOf } from "../ui/states.js";
import { AdvicePanel } from "./advice.js";
import { FailuresPanel } from "./failures.js";
import { Lifecycle } from "./lifecycle.js";
import { paceText } from "./pace.js";
import { WaitingTable } from "./waiting.js";

const IDLE_MILLIS = 15_000;
const LIVE_MILLIS = 3_000;
const MOST_GROUPS = 200;
/** Percentiles and groups cost more than counts, so they are read less often. */
const DETAILS_MILLIS = 15_000;

/** A task with all its jobs. Props: project, task. */
export class TaskView extends Polled {
  constructor(props) {
    super(props);
    this.source = new GridSource(props.project, props.task);
    this.detailsAt = 0;
    /** The counts of an ended task whose details were read: they do not change any more. */
    this.settled = "";
    this.state.version = 0;
  }

  async load(signal) {
    const { project, task } = this.props;
    const path = taskPath(project, task);
    if (this.settled && await this.isAsBefore(path, signal)) {
      return {};
    }
    const [owner, view, summary] = await Promise.all([
      this.state.owner ?? get(projectPath(project), {}, signal),
      get(path, {}, signal),
      get(`${path}/summary-statistics`, {}, signal),
    ]);
    const counts = summary.jobStatuses;
    this.setState({ owner, view, counts, isLoading: false });
    if (totalOf(counts) < this.source.model.size) {
      this.source.restart();
    }
    await this.source.refresh(signal, () => this.setState({ version: this.state.version + 1 }));
    this.interval = liveOf(counts) > 0 ? LIVE_MILLIS : IDLE_MILLIS;
    return { owner, view, counts, ...(await this.details(path, counts, signal)) };
  }

  /** Of an ended task only the counts are read until they change. */
  async isAsBefore(path, signal) {
    const { jobStatuses } = await get(`${path}/summary-statistics`, {}, signal);
    return JSON.stringify(jobStatuses) === this.settled;
  }

  /** One part after another: together they would delay the other requests of a busy service. */
  async details(path, counts, signal) {
    const present = JSON.stringify(counts);
    const isOver = liveOf(counts) === 0;
    const isDue = Date.now() - this.detailsAt >= DETAILS_MILLIS || isOver !== this.wasOver;
    if (!isDue || present === this.settled) {
      return {};
    }
    this.detailsAt = Date.now();
    this.wasOver = isOver;
    const reasons = isOver ? { items: [] } : await get(`${path}/why`, {}, signal);
    const failures = await get(`${path}/failures`, {}, signal);
    this.setState({ reasons: reasons.items, failures: failures.items });
    const series = await get(`${path}/series`, {}, signal);
    const durations = await get(`${path}/durations`, {}, signal);
    this.setState({ series, durations });
    const usage = await get(`${path}/summary-statistics`, { includeUsage: true }, signal);
    const groups = await list(`${path}/group-summary-statistics`, { pageSize: MOST_GROUPS }, MOST_GROUPS, signal);
    this.settled = isOver && isLast(series, counts) ? present : "";
    return { usage: usage.usage, groups: withRest(groups, usage.jobStatuses) };
  }

  /** After a change: the details are read again, too. */
  refreshAll = () => {
    this.settled = "";
    this.detailsAt = 0;
    this.refresh();
  };

  render({ project, task }, { isLoading, error, owner, view, counts, version, usage, failures, groups, reasons, series, durations }) {
    const submit = address("projects", project, "tasks", task, "submit");
    const total = counts ? totalOf(counts) : 0;
    return h("section", { class: "view" },
      h(Heading, {
        title: view?.taskName ?? "Task",
        progress: counts && liveOf(counts) > 0 ? percent(total - liveOf(counts), total) : "",
        crumbs: [["Overview", "#/"], [owner?.projectName ?? "Project", address("projects", project)]],
        actions: [
          h("a", { key: "files", class: "button", href: address("projects", project, "tasks", task, "files") }, "Files"),
          counts && liveOf(counts) > 0 && h(Action, { key: "cancel", label: "Cancel all", kind: "danger",
            confirm: "Cancel all live jobs?", run: () => send("POST", `${taskPath(project, task)}/jobs/cancel`),
            onDone: this.refreshAll }),
          view && counts && liveOf(counts) === 0 && h(Lifecycle, { key: "lifecycle", path: taskPath(project, task), view, onDone: this.refreshAll }),
          view?.lifecycleStatus === "ACTIVE" && h("a", { key: "submit", class: "button primary", href: submit }, "Submit jobs"),
        ],
      }, view?.taskDescription && h("p", { class: "muted" }, view.taskDescription)),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      counts && total === 0 && h(Panel, { title: "Jobs" }, h(Empty, { title: "This task has no jobs yet." },
        h("p", {}, h("a", { href: submit }, "Submit the first batch"), ": 1 to 1000 equal jobs."))),
      counts && total > 0 && [
        h("div", { key: "status", class: "status-line" }, h(StatusBar, { counts }), h("p", {}, statusText(counts)), h("p", { class: "muted" }, paceText(series, counts, Date.now()))),
        h(GridPanel, { key: "grid", project, task, version, model: this.source.model,
          isComplete: this.source.isComplete, onChanged: this.refreshAll }),
        reasons?.length > 0 && h(Panel, { key: "reasons", title: "Waiting jobs" }, h(WaitingTable, { items: reasons, project, task })),
        failures?.length > 0 && h(FailuresPanel, { key: "failures", project, task, failures, onChanged: this.refreshAll }),
        series?.at.length > 0 && h(TaskHistory, { key: "history", series }),
        durations && h(Durations, { key: "durations", durations }),
        usage && h(Usage, { key: "usage", usage }),
        h(AdvicePanel, { key: "advice", path: taskPath(project, task) }),
        groups?.items.length > 0 && h(Groups, { key: "groups", groups }),
      ]);
  }
}

/** Whether the last point has these counts: points are stored each minute. */
function isLast({ at, jobStatuses }, counts) {
  return at.length > 0 && Object.entries(counts).every(([status, jobs]) => (jobStatuses[status]?.at(-1) ?? 0) === jobs);
}

/** The groups, and what is left of all jobs: those without a group. */
function withRest(groups, counts) {
  if (!groups.isComplete || groups.items.length === 0) {
    return groups;
  }
  const rest = Object.fromEntries(Object.entries(counts).map(([status, jobs]) => [status,
    groups.items.reduce((left, { jobStatuses }) => Math.max(0, left - (jobStatuses[status] ?? 0)), jobs)]));
  return totalOf(rest) > 0 ? { ...groups, items: [...groups.items, { group: null, jobStatuses: rest }] } : groups;
}

function statusText(counts) {
  const total = totalOf(counts);
  const live = liveOf(counts);
  return live > 0 ? `${percent(total - live, total)} have ended: ${sentence(counts)}` : `All have ended: ${sentence(counts)}`;
}

function Durations({ durations: { waitTimeMillis, runTimeMillis } }) {
  return h("div", { class: "columns" },
    runTimeMillis && h(DurationPanel, { title: "Run times", verb: "ran", histogram: runTimeMillis }),
    waitTimeMillis && h(DurationPanel, { title: "Waiting times", verb: "waited", histogram: waitTimeMillis }));
}

function Usage({ usage }) {
  const figure = (label, distribution, format) => distribution && h(Figure, {
    key: label, label, value: format(distribution.median),
    note: `95 %: ${format(distribution.p95)}, longest: ${format(distribution.maximum)}` });
  const parts = [
    figure("CPU time, median", usage.cpuTimeMillis, duration),
    usage.peakMemoryMiB && h(Figure, { key: "memory", label: "Peak memory, median", value: memory(usage.peakMemoryMiB.median),
      note: `95 %: ${memory(usage.peakMemoryMiB.p95)}, largest: ${memory(usage.peakMemoryMiB.maximum)}` }),
  ].filter(Boolean);
  return parts.length > 0 && h("dl", { class: "figures" }, parts);
}

function Groups({ groups }) {
  return h(Panel, { title: "Groups", note: groups.isComplete ? null : `the first ${groups.items.length}` },
    h(Table, {
      caption: "Jobs by group and status",
      heads: ["Group", "Jobs", "Counts"],
      rows: groups.items.map(({ group, jobStatuses }) => ({ key: `group ${group}`, cells: [
        group ?? h("i", {}, "without a group"), h("span", { class: "wide" }, h(StatusBar, { counts: jobStatuses })), sentence(jobStatuses)] })),
    }));
}
