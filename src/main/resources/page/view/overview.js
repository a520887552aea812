import { get, getText, list } from "../api/client.js";
import { readMetrics } from "../api/metrics.js";
import { RegionHistory } from "../history/region.js";
import { address } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { ago, count, counted } from "../ui/format.js";
import { namesOf } from "../ui/names.js";
import { ErrorNote, Loading, Note } from "../ui/notes.js";
import { Figure, Heading, Panel, StatusBar, Table, sentence } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { liveOf, totalOf } from "../ui/states.js";
import { ActiveTasks } from "./activetasks.js";
import { FirstSteps, NewProject } from "./firststeps.js";
import { RecentFailures } from "./recentfailures.js";
import { WaitingTable } from "./waiting.js";

const MOST_PROJECTS = 500;
const REASONS = 5;
const MOST_REGIONS = 4;
/** Ends are counted over this time, so that the rate is calm. */
const RATE_MILLIS = 30_000;
const INTERVAL_MILLIS = 5_000;
/** While no job is live. */
const IDLE_MILLIS = 15_000;
/** The first rate needs a second count soon. */
const FIRST_MILLIS = 1_000;

/** Projects with live counts, free room, rate, and what waits. Props: user. */
export class OverviewView extends Polled {
  constructor(props) {
    super(props);
    this.ends = [];
  }

  async load(signal) {
    const [projects, text, queue] = await Promise.all([
      list("htc/projects", { pageSize: 1000 }, MOST_PROJECTS, signal),
      getText("htc/metrics", {}, signal),
      get("htc/queue", {}, signal),
    ]);
    const metrics = readMetrics(text);
    const counts = countsByProject(metrics);
    const rate = this.rate(counts);
    const isBusy = liveOf(sum(Object.values(counts))) > 0;
    this.interval = rate === null ? FIRST_MILLIS : isBusy ? INTERVAL_MILLIS : IDLE_MILLIS;
    return { projects, counts, metrics, queue: queue.items, rate };
  }

  /** Jobs that ended per second, from the counts of the last half minute; null before there are two counts. */
  rate(counts) {
    const ended = Object.values(counts).reduce(
      (sum, project) => sum + (project.SUCCEEDED ?? 0) + (project.FAILED ?? 0), 0);
    const now = Date.now();
    this.ends = this.ends.filter(({ at }) => now - at < RATE_MILLIS);
    this.ends.push({ at: now, ended });
    const first = this.ends[0];
    if (liveOf(sum(Object.values(counts))) === 0 && ended === first.ended) {
      return 0;
    }
    return now > first.at ? Math.max(0, (ended - first.ended) / ((now - first.at) / 1000)) : null;
  }

  render({ user }, { isLoading, error, projects, counts, metrics, queue, rate }) {
    return h("section", { class: "view" },
      h(Heading, { title: "Overview", actions: user.workspaceAdmin && projects?.items.length > 0 &&
        h("button", { type: "button", onClick: () => this.setState({ isCreating: true }) }, "New project") }),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      metrics && user.rescaleAdmin && readyHosts(metrics) === 0 && h(Note, {}, "No host takes jobs now, so that all jobs wait. ",
        h("a", { href: "#/hosts" }, "Check the hosts, or register one")),
      this.state.isCreating && h(Panel, { title: "New project" }, h(NewProject)),
      projects && projects.items.length === 0 && h(FirstSteps, { user }),
      projects && projects.items.length > 0 && [
        h(Figures, { key: "figures", counts, metrics, rate }),
        h(Panel, { key: "projects", title: "Projects",
          note: projects.isComplete ? null : `the first ${projects.items.length}` },
          h(ProjectTable, { projects: projects.items, counts })),
        h(ActiveTasks, { key: "tasks", projects: projects.items, counts }),
        sum(Object.values(counts)).FAILED > 0 && h(RecentFailures, { key: "failures", failed: sum(Object.values(counts)).FAILED }),
        h(Panel, { key: "queue", title: "What waits, and why",
          actions: queue.length > REASONS && h("a", { href: "#/queue" }, `all ${queue.length} classes`) },
          h(WaitingTable, { items: queue.slice(0, REASONS), names: namesOf(projects.items) })),
        h("div", { key: "regions", class: "columns" },
          regionsOf(metrics).map((region) => h(RegionHistory, { key: region, region }))),
      ]);
  }
}

function Figures({ counts, metrics, rate }) {
  const all = sum(Object.values(counts));
  const value = (name) => metrics.filter((sample) => sample.name === name)
    .reduce((total, sample) => total + sample.value, 0);
  const hasPlatform = metrics.some((sample) => sample.name === "openhtc_platform_hosts");
  return h("dl", { class: "figures" },
    h(Figure, { label: "Running", color: "--running", value: count((all.RUNNING ?? 0) + (all.STARTING ?? 0)),
      note: `${counted(value("openhtc_vcpus_in_use"), "vCPU")} in use` }),
    h(Figure, { label: "Waiting", color: "--queued", value: count(liveOf(all) - (all.RUNNING ?? 0) - (all.STARTING ?? 0)) }),
    h(Figure, { label: "Ended per second", value: rate === null ? "…" : String(Number(rate.toFixed(rate < 10 ? 1 : 0))),
      note: rate === null ? "counting" : "in the last half minute" }),
    h(Figure, { label: "Succeeded", color: "--succeeded", value: count(all.SUCCEEDED ?? 0) }),
    h(Figure, { label: "Failed", color: "--failed-exit", value: count(all.FAILED ?? 0) }),
    hasPlatform && h(Figure, {
      label: "Healthy hosts",
      value: `${readyHosts(metrics)} of ${value("openhtc_platform_hosts")}`,
      note: `${count(value("openhtc_platform_free_vcpus"))} of ${counted(value("openhtc_platform_vcpus"), "vCPU")} free`,
    }));
}

function ProjectTable({ projects, counts }) {
  const rows = [...projects].reverse().map((project) => {
    const own = counts[project.projectId] ?? {};
    return {
      key: project.projectId,
      cells: [
        h("span", {}, h("a", { href: address("projects", project.projectId) }, project.projectName),
          h("small", {}, project.projectDescription)),
        h("span", { class: "wide" }, h(StatusBar, { counts: own }), h("small", {}, sentence(own))),
        count(liveOf(own)), count(totalOf(own)), ago(project.createdAt),
      ],
    };
  });
  return h(Table, {
    caption: "Projects with the number of their jobs by status",
    heads: ["Project", "Jobs", "Live", "All", "Created"],
    numeric: [2, 3, 4],
    rows,
  });
}

/** Metrics of a platform administrator contain them. */
function readyHosts(metrics) {
  return metrics.filter(({ name, labels }) => name === "openhtc_platform_hosts" && labels.health === "READY")
    .reduce((total, { value }) => total + value, 0);
}

/** The regions with hosts; metrics of a platform administrator contain them. */
function regionsOf(metrics) {
  const hosts = metrics.filter(({ name, value }) => name === "openhtc_platform_hosts" && value > 0);
  return [...new Set(hosts.map(({ labels }) => labels.region))].slice(0, MOST_REGIONS);
}

function countsByProject(metrics) {
  const counts = {};
  for (const { name, labels, value } of metrics) {
    if (name === "openhtc_jobs") {
      (counts[labels.project] ??= {})[labels.status] = value;
    }
  }
  return counts;
}

/** @param {Record<string, number>[]} all */
function sum(all) {
  /** @type {Record<string, number>} */
  const total = {};
  for (const counts of all) {
    for (const [status, value] of Object.entries(counts)) {
      total[status] = (total[status] ?? 0) + value;
    }
  }
  return total;
}
