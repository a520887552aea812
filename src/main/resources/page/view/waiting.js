import { address } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { ago, count, memory } from "../ui/format.js";
import { Empty } from "../ui/notes.js";
import { Table } from "../ui/parts.js";
import { ExpectedTime } from "./expected.js";

/**
 * Classes of waiting jobs, each with its reason.
 * @param {{items: any[], projects: any[]}} props
 */
export function WaitingTable({ items, projects }) {
  if (items.length === 0) {
    return h(Empty, { title: "No job waits." });
  }
  const names = new Map(projects.map((project) => [project.projectId, project.projectName]));
  return h(Table, {
    caption: "Waiting jobs by what they need, with the reason why they wait",
    heads: ["Jobs", "Each needs", "Project", "Priority", "Oldest submitted", "Reason", "First start", "Last start"],
    numeric: [0],
    rows: items.map((item) => ({ key: keyOf(item), cells: cells(item, names) })),
  });
}

function cells(item, names) {
  const task = address("projects", item.projectId, "tasks", item.taskId);
  return [
    h("span", {}, h("b", {}, count(item.jobs)), item.heldJobs > 0 && h("small", {}, `${count(item.heldJobs)} held`)),
    h("span", {}, `${item.maxVCpus} vCPU, ${memory(item.maxMemory)}`,
      h("small", {}, `${item.architecture}, disk ${item.maxDiskGiB} GiB, ${item.regions.join(", ")}`)),
    h("span", {}, h("a", { href: task }, names.get(item.projectId) ?? item.projectId),
      item.tasks > 1 && h("small", {}, `${item.tasks} tasks`)),
    item.priority.replace("_PRIORITY", "").toLowerCase().replaceAll("_", " "),
    ago(item.oldestSubmittedAt),
    item.reason,
    h(ExpectedTime, { start: item.firstStart }),
    h(ExpectedTime, { start: item.lastStart }),
  ];
}

function keyOf(item) {
  return [item.projectId, item.priority, item.architecture, item.maxVCpus, item.maxMemory,
    item.maxDiskGiB, item.regions].join(" ");
}
