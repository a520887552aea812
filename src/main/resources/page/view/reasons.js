import { h } from "../ui/dom.js";
import { count, memory } from "../ui/format.js";
import { Panel, Table } from "../ui/parts.js";
import { ExpectedTime } from "./expected.js";

/**
 * Why the jobs of a task wait, and when they are expected to start.
 * @param {{reasons: any[]}} props
 */
export function ReasonPanel({ reasons }) {
  return h(Panel, { title: "Waiting jobs" }, h(Table, {
    caption: "Waiting jobs by what they need, with the reason and the expected starts",
    heads: ["Jobs", "Each needs", "Reason", "First start", "Last start"],
    numeric: [0],
    rows: reasons.map((item) => ({ key: keyOf(item), cells: [
      h("span", {}, h("b", {}, count(item.jobs)), item.heldJobs > 0 && h("small", {}, `${count(item.heldJobs)} held`)),
      h("span", {}, `${item.maxVCpus} vCPU, ${memory(item.maxMemory)}`,
        h("small", {}, `${item.architecture}, disk ${item.maxDiskGiB} GiB, ${item.regions.join(", ")}`)),
      item.reason,
      h(ExpectedTime, { start: item.firstStart }),
      h(ExpectedTime, { start: item.lastStart }),
    ] })),
  }));
}

function keyOf(item) {
  return [item.priority, item.architecture, item.maxVCpus, item.maxMemory, item.maxDiskGiB, item.regions].join(" ");
}
