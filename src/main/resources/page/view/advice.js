import { get } from "../api/client.js";
import { h } from "../ui/dom.js";
import { count, counted, memory } from "../ui/format.js";
import { Panel, Table } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";

const INTERVAL_MILLIS = 60_000;

/**
 * What jobs used of what they request, and what they should request. Props: path of the task, request
 * (maxVCpus and maxMemory; absent for all requests of the task).
 */
export class AdvicePanel extends Polled {
  constructor(props) {
    super(props);
    this.interval = INTERVAL_MILLIS;
  }

  async load(signal) {
    return { items: (await get(`${this.props.path}/advice`, {}, signal)).items };
  }

  /** Without measured jobs there is nothing to advise. */
  render({ request }, { items = [] }) {
    const shown = items.filter(({ maxVCpus, maxMemory }) =>
      !request || (maxVCpus === request.maxVCpus && maxMemory === request.maxMemory));
    return shown.length > 0 && h(Panel, { title: "Memory and vCPUs", note: "what jobs with equal requests used" }, h(Table, {
      caption: "What jobs request, what they used, and what they should request",
      heads: ["Requested", "Measured", "Peak memory", "vCPUs in use", "Advised", "Reason"],
      numeric: [1],
      rows: shown.map((item) => ({ key: `${item.maxVCpus} ${item.maxMemory}`, cells: [
        `${item.maxVCpus} vCPU, ${memory(item.maxMemory)}`,
        h("span", {}, counted(item.jobs, "job"), item.outOfMemory > 0 && h("small", {}, `${count(item.outOfMemory)} out of memory`)),
        useOf(item.peakMemoryMiB, (value) => memory(Math.round(value))),
        useOf(item.usedVCpus, (value) => value.toFixed(1)),
        h(Advised, { item }),
        h("span", {}, h("small", {}, item.memoryReason), h("small", {}, item.vCpuReason)),
      ] })),
    }));
  }
}

function useOf(use, format) {
  return use ? h("span", {}, format(use.median), h("small", {}, `95 %: ${format(use.p95)}, largest: ${format(use.maximum)}`)) : "–";
}

function Advised({ item }) {
  const isEqual = item.advisedVCpus === item.maxVCpus && item.advisedMemory === item.maxMemory;
  return isEqual ? "as requested" : h("b", {}, `${item.advisedVCpus} vCPU, ${memory(item.advisedMemory)}`);
}
