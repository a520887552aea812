import { h } from "../ui/dom.js";
import { counted, duration, time } from "../ui/format.js";

/**
 * When a job is expected to start. Without a start, no host can run it now.
 * @param {{start?: {position: number, p50?: string, p90?: string, measuredJobs: number}}} props
 */
export function ExpectedTime({ start }) {
  if (!start) {
    return h("span", { class: "muted" }, "unknown");
  }
  if (!start.p50) {
    return h("span", { class: "muted" }, `after ${counted(start.position, "job")}`);
  }
  const wait = Date.parse(start.p50) - Date.now();
  return h("span", { title: basis(start) }, wait > 0 ? `in ${duration(wait)}` : "now",
    h("small", {}, `${time(start.p50)}, 90 %: by ${time(start.p90)}`));
}

function basis({ measuredJobs, position }) {
  const from = measuredJobs > 0 ? `from the run times of ${counted(measuredJobs, "job")} of this task` : "from the run times of other tasks";
  return `after ${counted(position, "waiting job")}, ${from}`;
}
