import { changeJobs } from "../api/changes.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { count, counted, shortId } from "../ui/format.js";
import { BY_LETTER } from "../ui/states.js";

/**
 * What a selected range contains, and its cancellation and retry.
 * @param {any} props
 */
export function RangeBar({ project, task, model, selection: [from, to], onClear, onChanged }) {
  const last = Math.min(to, model.size - 1);
  const counts = new Map();
  for (let place = from; place <= last; place++) {
    const letter = String.fromCharCode(model.cells[place]);
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const sum = (kind) => [...counts].reduce((jobs, [letter, more]) => jobs + (BY_LETTER.get(letter)?.[kind] ? more : 0), 0);
  const live = sum("live");
  const failed = sum("failed");
  const text = [...counts].map(([letter, jobs]) => `${count(jobs)} ${BY_LETTER.get(letter)?.name}`).join(", ");
  const range = { fromJobId: model.job(from).id, toJobId: model.job(last).id };
  return h("div", { class: "grid-status" },
    h("b", {}, counted(to - from + 1, "job")),
    h("span", {}, text),
    h("code", {}, `${shortId(range.fromJobId)} – ${shortId(range.toJobId)}`),
    failed > 0 && h(Action, { key: "retry", label: `Retry ${counted(failed, "failed job")}`, confirm: "Run them again?",
      run: () => changeJobs(project, task, "retry", range), onDone: onChanged }),
    live > 0 && h(Action, { key: "cancel", label: `Cancel ${counted(live, "live job")}`, kind: "danger", confirm: "Cancel them?",
      run: () => changeJobs(project, task, "cancel", range), onDone: onChanged }),
    h("button", { type: "button", onClick: onClear }, "Clear"));
}
