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
    return h("span", { class: "muted" }, start.position > 0 ? `after ${counted(start.position, "job")}` : "next");
  }
  const wait = Date.parse(start.p50) - Date.now();
  return h("span", { title: basis(start) }, wait > 0 ? `in ${duration(wait)}` : "now",
    h("small", {}, clock(time(start.p50), time(start.p90))));
}

/** The time once if both are in the same second. */
function clock(likely, latest) {
  return likely === latest ? likely : `${likely}, 90 %: by ${latest}`;
}

function basis({ measuredJobs, position }) {
  const from = measuredJobs > 0 ? `from the run times of ${counted(measuredJobs, "job")} of this task` : "from the run times of other tasks";
  return `after ${counted(position, "waiting job")}, ${from}`;
}
