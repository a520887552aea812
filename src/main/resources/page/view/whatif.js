import { send } from "../api/client.js";
import { taskPath } from "../api/paths.js";
import { batchOf } from "../submit/request.js";
import { Component, h } from "../ui/dom.js";
import { count, memory } from "../ui/format.js";
import { ErrorNote } from "../ui/notes.js";
import { Panel, Table } from "../ui/parts.js";
import { ExpectedTime } from "./expected.js";

/** What a job that waits would meet with smaller limits, computed when it is opened. Props: project, task, job. */
export class WhatIf extends Component {
  state = { rows: null, error: null };

  compute = async () => {
    const { project, task, job } = this.props;
    const variants = variantsOf(job);
    try {
      const met = await send("POST", `${taskPath(project, task)}/jobs/simulate`, variants.map((variant) => batchOf({ ...job, ...variant.limits })));
      this.setState({ rows: variants.map((variant, index) => ({ ...variant, ...met[index] })), error: null });
    } catch (error) {
      this.setState({ error });
    }
  };

  render(_, { rows, error }) {
    return h(Panel, { title: "What would help",
      actions: h("button", { type: "button", onClick: this.compute }, rows ? "Compute again" : "Compute") },
      h("p", { class: "pad muted" }, "What a job like this one would meet with smaller limits, if it was submitted now."),
      error && h(ErrorNote, { error }),
      rows && h(Table, {
        caption: "Smaller limits with the hosts that suit them, the reason to wait and the expected start",
        heads: ["Limits", "Suitable hosts", "Reason to wait", "Expected start"],
        numeric: [1],
        rows: rows.map(({ name, hosts, reason, firstStart, maxVCpus, maxMemory }) => ({ key: name, cells: [
          h("span", {}, h("b", {}, name), h("small", {}, `${maxVCpus} vCPU, ${memory(maxMemory)}`)),
          count(hosts), reason, h(ExpectedTime, { start: firstStart })] })),
      }));
  }
}

function variantsOf({ maxVCpus, maxMemory }) {
  const lessMemory = { maxMemory: Math.max(4, Math.floor(maxMemory / 2)) };
  const fewerVcpus = { maxVCpus: Math.floor(maxVCpus / 2) };
  return [
    { name: "As submitted", limits: {} },
    { name: "Half the memory", limits: lessMemory },
    ...(maxVCpus > 1 ? [{ name: "Half the vCPUs", limits: fewerVcpus }, { name: "Half of both", limits: { ...fewerVcpus, ...lessMemory } }] : []),
  ];
}
