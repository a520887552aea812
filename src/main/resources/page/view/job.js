import { changeJobs } from "../api/changes.js";
import { get, list, send } from "../api/client.js";
import { jobPath, projectPath, taskPath } from "../api/paths.js";
import { LogPanel } from "../log/panel.js";
import { Action } from "../ui/action.js";
import { address } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { counted, duration, memory, time } from "../ui/format.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Figure, Heading, Meter, Panel, StatusChip, Table } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { causeOf, statusColor, statusName } from "../ui/states.js";
import { AdvicePanel } from "./advice.js";
import { DefinitionPanel } from "./definition.js";
import { ExpectedTime } from "./expected.js";
import { AttemptPanel, placedAttempts } from "./attempts.js";
import { WhatIf } from "./whatif.js";

const ENDED = new Set(["SUCCEEDED", "FAILED"]);
const WAITING = new Set(["SUBMITTED_TO_RESCALE", "SUBMITTED_TO_PROVIDER", "RUNNABLE"]);
const MOST_EVENTS = 1_000;
const IDLE_MILLIS = 30_000;

/** One job: where and when it ran, its log, its history and its definition. Props: project, task, job, user. */
export class JobView extends Polled {
  async load(signal) {
    const { project, task, job: id } = this.props;
    const path = jobPath(project, task, id);
    const [owner, parent, job, events] = await Promise.all([
      this.state.owner ?? get(projectPath(project), {}, signal),
      this.state.parent ?? get(taskPath(project, task), {}, signal),
      get(path, {}, signal),
      list(`${path}/events`, { pageSize: 1000 }, MOST_EVENTS, signal),
    ]);
    this.interval = ENDED.has(job.status) ? IDLE_MILLIS : 2_000;
    const why = WAITING.has(job.status) ? await get(`${path}/why`, {}, signal) : null;
    return { owner, parent, job, events: events.items, why };
  }

  render({ project, task, job: id, user }, { isLoading, error, owner, parent, job, events, why }) {
    const [batch, index] = id.split(":");
    const path = jobPath(project, task, id);
    const neighbour = (step) => address("projects", project, "tasks", task, "jobs", `${batch}:${Number(index) + step}`);
    return h("section", { class: "view" },
      h(Heading, {
        title: `Job ${index}`,
        crumbs: [["Overview", "#/"], [owner?.projectName ?? "Project", address("projects", project)],
          [parent?.taskName ?? "Task", address("projects", project, "tasks", task)]],
        actions: [
          Number(index) > 0 && h("a", { key: "before", class: "button", href: neighbour(-1) }, "← Job before"),
          h("a", { key: "after", class: "button", href: neighbour(1) }, "Job after →"),
          job && h("a", { key: "again", class: "button",
            href: `${address("projects", project, "tasks", task, "submit")}?from=${encodeURIComponent(id)}` }, "Submit again"),
          job && ENDED.has(job.status) && h(Action, { key: "retry", label: "Retry", confirm: "Run this job again?",
            run: () => changeJobs(project, task, "retry", { status: job.status, fromJobId: id, toJobId: id }), onDone: this.refresh }),
          job && !ENDED.has(job.status) && h(Action, { key: "cancel", label: "Cancel", kind: "danger",
            confirm: "Cancel this job?", run: () => send("POST", `${path}/cancel`), onDone: this.refresh }),
        ],
      }, h("p", { class: "muted mono" }, id)),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      job && [
        h(Summary, { key: "summary", job, why }),
        why && h(WhatIf, { key: "whatif", project, task, job }),
        h(AttemptPanel, { key: "attempts", job, events }),
        h(LogPanel, { key: "log", path, name: id, isLive: !ENDED.has(job.status), attempts: attemptsOf(job, events) }),
        h("div", { key: "columns", class: "columns" },
          h(DefinitionPanel, { job, path, user }), h(Events, { events })),
        h(AdvicePanel, { key: "advice", path: taskPath(project, task), request: job }),
      ]);
  }
}

/** The number of the last attempt that was placed: a part of the provider's id while it has a host, else counted. */
function attemptsOf(job, events) {
  return job.providerJobId ? Number(job.providerJobId.split("#").at(-1)) : placedAttempts(job, events);
}

function Summary({ job, why }) {
  const isFailed = job.status === "FAILED";
  const cause = isFailed ? causeOf({ failureCode: job.failureCode, userCancelled: /cancel/i.test(job.statusReason) && !job.failureCode }) : null;
  const run = job.startedAt ? Date.parse(job.completedAt ?? new Date().toISOString()) - Date.parse(job.startedAt) : undefined;
  const wait = job.startedAt ? Date.parse(job.startedAt) - Date.parse(job.createdAt) : undefined;
  return h("dl", { class: "figures" },
    h(Figure, {
      label: "Status",
      value: h(StatusChip, { status: job.status, color: cause?.color ?? statusColor(job.status) }),
      note: job.statusReason,
    }),
    why && h(Figure, { label: "Expected start", value: h(ExpectedTime, { start: why.expectedStart }),
      note: why.expectedStart && `after ${counted(why.expectedStart.position, "waiting job")}` }),
    h(Figure, { label: "Exit code", value: job.container?.exitCode ?? "–", note: job.failureCode }),
    h(Figure, { label: "Host", value: job.instanceId ?? "–", note: job.region }),
    h(Figure, { label: "Run time", value: duration(run), note: wait !== undefined && `waited ${duration(wait)}` }),
    h(Figure, { label: "Peak memory", value: memory(job.peakMemoryMiB), note: job.maxMemory && (job.peakMemoryMiB === undefined
      ? `limit ${memory(job.maxMemory)}`
      : h(Meter, { used: job.peakMemoryMiB, whole: job.maxMemory, text: `of ${memory(job.maxMemory)}` })) }),
    h(Figure, { label: "CPU time", value: duration(job.cpuTimeMillis) }));
}

function Events({ events }) {
  return h(Panel, { title: "History" }, h(Table, {
    caption: "Changes of the job's status, oldest first",
    heads: ["Time", "Status", "Reason"],
    rows: events.map((event) => ({ key: event.eventId, cells: [
      time(event.dateTime),
      h(StatusChip, { status: event.status, name: statusName(event.status) }),
      h("span", {}, event.statusReason, event.instanceId && h("small", {}, event.instanceId)),
    ] })),
  }));
}
