import { h } from "../ui/dom.js";
import { duration, time } from "../ui/format.js";
import { Panel } from "../ui/parts.js";
import { statusName } from "../ui/states.js";

const COLORS = { SUBMITTED_TO_RESCALE: "--held", SUBMITTED_TO_PROVIDER: "--queued", RUNNABLE: "--queued",
  STARTING: "--starting", RUNNING: "--running" };

/**
 * The time from the submission to the end as bars, one for each attempt.
 * @param {{job: any, events: any[]}} props
 */
export function AttemptPanel({ job, events }) {
  const attempts = attemptsOf(job, events);
  const begin = Math.min(...attempts.map((attempt) => attempt.parts[0].from));
  const end = Math.max(...attempts.map((attempt) => attempt.parts.at(-1).to), begin + 1);
  return h(Panel, { title: attempts.length === 1 ? "Timeline" : `Timeline of ${attempts.length} attempts`,
    note: `${time(new Date(begin).toISOString())} – ${time(new Date(end).toISOString())}` },
    h("div", { class: "timeline" }, attempts.map((attempt, number) =>
      h("div", { key: number, class: "attempt" },
        h("span", {}, attempts.length === 1 ? (attempt.host ?? "not placed") : `${number + 1}. ${attempt.host ?? "not placed"}`),
        h("span", { class: "attempt-track", role: "img", "aria-label": attempt.parts.map(partText).join(", ") },
          attempt.parts.map((part, index) => h("span", {
            key: index,
            class: "attempt-part",
            title: partText(part),
            style: {
              left: `${(100 * (part.from - begin)) / (end - begin)}%`,
              width: `${(100 * (part.to - part.from)) / (end - begin)}%`,
              background: `var(${COLORS[part.status]})`,
            },
          })))))),
    h("p", { class: "muted" }, attempts.at(-1).parts.map(partText).join(", ")));
}

/** How many attempts got a host. */
export function placedAttempts(job, events) {
  return attemptsOf(job, events).filter(({ host }) => host).length;
}

/** Splits the history at each return to the queue. */
function attemptsOf(job, events) {
  const attempts = [{ parts: [], host: undefined }];
  let hasStarted = false;
  events.forEach((event, index) => {
    if (hasStarted && event.status === "RUNNABLE") {
      attempts.push({ parts: [], host: undefined });
      hasStarted = false;
    }
    hasStarted ||= event.status === "STARTING";
    const attempt = attempts.at(-1);
    attempt.host ??= event.status === "STARTING" || event.status === "RUNNING" ? event.instanceId : undefined;
    if (COLORS[event.status]) {
      const from = Date.parse(event.dateTime);
      const to = index + 1 < events.length ? Date.parse(events[index + 1].dateTime) : Date.now();
      attempt.parts.push({ status: event.status, from, to: Math.max(from, to) });
    }
  });
  const shown = attempts.filter((attempt) => attempt.parts.length > 0);
  const at = Date.parse(job.createdAt);
  return shown.length ? shown : [{ parts: [{ status: "RUNNABLE", from: at, to: Date.parse(job.completedAt ?? job.updatedAt) }] }];
}

function partText({ status, from, to }) {
  return `${statusName(status)} ${duration(to - from)}`;
}
