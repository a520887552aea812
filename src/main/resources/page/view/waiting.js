import { address } from "../ui/address.js";
import { Component, h } from "../ui/dom.js";
import { ago, count, memory } from "../ui/format.js";
import { Empty } from "../ui/notes.js";
import { Table } from "../ui/parts.js";
import { ExpectedTime } from "./expected.js";
import { WhatIfClass } from "./whatif.js";

/**
 * Classes of waiting jobs, each with its reason and what would help. Props: items, names (of projects by id; absent in
 * the view of a task), project and task (of all items; absent if the items have theirs).
 */
export class WaitingTable extends Component {
  state = { chosen: null };

  render({ items, names, project, task }, { chosen }) {
    if (items.length === 0) {
      return h(Empty, { title: "No job waits." });
    }
    const item = items.find((each) => keyOf(each) === chosen);
    return h("div", {},
      h(Table, {
        caption: "Waiting jobs by what they need, with the reason why they wait",
        heads: ["Jobs", "Each needs", names && "Project", "Reason", "First start", "Last start", "Help"].filter(Boolean),
        numeric: [0],
        rows: items.map((each) => ({ key: keyOf(each), cells: [
          ...cells(each, names),
          h("button", { type: "button", "aria-expanded": String(each === item),
            onClick: () => this.setState({ chosen: each === item ? null : keyOf(each) }) }, "What would help"),
        ] })),
      }),
      item && h(WhatIfClass, { key: chosen, project: project ?? item.projectId, task: task ?? item.taskId, item,
        onClose: () => this.setState({ chosen: null }) }));
  }
}

function cells(item, names) {
  return [
    h("span", {}, h("b", {}, count(item.jobs)), item.heldJobs > 0 && h("small", {}, `${count(item.heldJobs)} held`)),
    h("span", {}, `${item.maxVCpus} vCPU, ${memory(item.maxMemory)}`,
      h("small", {}, `${item.architecture}, disk ${item.maxDiskGiB} GiB, ${priorityName(item.priority)}`),
      h("small", {}, item.regions.join(", "))),
    names && h("span", { class: "short" }, h("a", { href: address("projects", item.projectId, "tasks", item.taskId) }, names.get(item.projectId) ?? item.projectId),
      item.tasks > 1 && h("small", {}, `${item.tasks} tasks`)),
    h("span", {}, item.reason, item.oldestSubmittedAt && h("small", {}, `the oldest was submitted ${ago(item.oldestSubmittedAt)}`)),
    h(ExpectedTime, { start: item.firstStart }),
    h(ExpectedTime, { start: item.lastStart }),
  ].filter((cell) => cell !== undefined);
}

function priorityName(priority) {
  return priority.replace("_PRIORITY", "").toLowerCase().replaceAll("_", " ");
}

function keyOf(item) {
  return [item.projectId, item.priority, item.architecture, item.maxVCpus, item.maxMemory,
    item.maxDiskGiB, item.regions].join(" ");
}
