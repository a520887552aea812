import { get, send } from "../api/client.js";
import { taskPath } from "../api/paths.js";
import { batchOf } from "../submit/request.js";
import { address } from "../ui/address.js";
import { Component, h } from "../ui/dom.js";
import { count, memory } from "../ui/format.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Panel, Table } from "../ui/parts.js";
import { ExpectedTime } from "./expected.js";

/** What waiting jobs have in common with the others of their class. */
const SAME = ["maxVCpus", "maxMemory", "maxDiskGiB", "architecture", "priority"];
const WAITING = ["RUNNABLE", "SUBMITTED_TO_RESCALE", "SUBMITTED_TO_PROVIDER"];
const MOST_JOBS = 500;
/** The beginning of the scheduler's reason. */
const PROJECT_LIMIT = "Held by the project";

/** What a job that waits would meet with smaller limits, computed when it is opened. Props: project, task, job. */
export class WhatIf extends Component {
  state = { version: 0 };

  render({ project, task, job }, { version }) {
    return h(Panel, { title: "What would help",
      actions: h("button", { type: "button", onClick: () => this.setState({ version: version + 1 }) }, version ? "Compute again" : "Compute") },
      h("p", { class: "pad muted" }, "What a job like this one would meet with smaller limits, if it was submitted now."),
      version > 0 && h(Variants, { key: version, project, task, read: () => job }));
  }
}

/** The same for a class of waiting jobs. Props: project, task, item (the class), onClose. */
export function WhatIfClass({ project, task, item, onClose }) {
  return h(Panel, { title: "What would help", note: `${item.maxVCpus} vCPU, ${memory(item.maxMemory)}`,
    actions: h("button", { type: "button", onClick: onClose }, "Close") },
    h("p", {}, helpOf(item.reason), " ",
      item.reason.startsWith(PROJECT_LIMIT) && h("a", { href: address("projects", project, "settings") }, "Limits of the project")),
    h(Variants, { project, task, read: () => exampleOf(project, task, item) }));
}

/** Props: project, task, read (the job, asynchronous). */
class Variants extends Component {
  state = { rows: null, error: null };

  async componentDidMount() {
    const { project, task, read } = this.props;
    try {
      const job = await read();
      const variants = variantsOf(job);
      const met = await send("POST", `${taskPath(project, task)}/jobs/simulate`, variants.map(({ limits }) => batchOf({ ...job, ...limits })));
      this.setState({ rows: variants.map((variant, index) => ({ ...variant, ...met[index] })) });
    } catch (error) {
      this.setState({ error });
    }
  }

  render(_, { rows, error }) {
    if (!rows) {
      return error ? h(ErrorNote, { error }) : h(Loading);
    }
    return h(Table, {
      caption: "Smaller limits with the hosts that suit them, the reason to wait and the expected start",
      heads: ["Limits", "Suitable hosts", "Reason to wait", "Expected start"],
      numeric: [1],
      rows: rows.map(({ name, hosts, reason, firstStart, maxVCpus, maxMemory }) => ({ key: name, cells: [
        h("span", {}, h("b", {}, name), h("small", {}, `${maxVCpus} vCPU, ${memory(maxMemory)}`)),
        count(hosts), reason, h(ExpectedTime, { start: firstStart })] })),
    });
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

/** A waiting job of a class with its definition, of the first ones of the task. */
async function exampleOf(project, task, item) {
  for (const status of WAITING) {
    const { items } = await get(`${taskPath(project, task)}/jobs`, { status, pageSize: MOST_JOBS });
    const found = items.find((job) => SAME.every((name) => job[name] === item[name]));
    if (found) {
      return found;
    }
  }
  throw new Error("None of the first waiting jobs of the task is of this class any more.");
}

function helpOf(reason) {
  if (reason.startsWith("Held by")) {
    return "A higher limit lets the jobs enter the queue. Otherwise they follow when others have ended.";
  }
  return reason.startsWith("Waits for a suitable host")
    ? "A host of the kind that the reason names, or smaller limits as in the table."
    : "More hosts, or smaller limits as in the table. Otherwise the jobs start when others have ended.";
}
