import { send } from "../api/client.js";
import { jobPath } from "../api/paths.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { count, counted, shortId } from "../ui/format.js";
import { BY_LETTER } from "../ui/states.js";

/** One request for each job: more would take too long. */
const MOST_CANCELLED = 500;

/**
 * What a selected range contains, and its cancellation.
 * @param {any} props
 */
export function RangeBar({ project, task, model, selection: [from, to], onClear, onChanged }) {
  const counts = new Map();
  const live = [];
  for (let place = from; place <= Math.min(to, model.size - 1); place++) {
    const letter = String.fromCharCode(model.cells[place]);
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
    if (BY_LETTER.get(letter)?.live && live.length <= MOST_CANCELLED) {
      live.push(place);
    }
  }
  const text = [...counts].map(([letter, jobs]) => `${count(jobs)} ${BY_LETTER.get(letter)?.name}`).join(", ");
  const run = async () => {
    for (const place of live) {
      await send("POST", `${jobPath(project, task, model.job(place).id)}/cancel`);
    }
  };
  return h("div", { class: "grid-status" },
    h("b", {}, counted(to - from + 1, "job")),
    h("span", {}, text),
    h("code", {}, `${shortId(model.job(from).id)} – ${shortId(model.job(Math.min(to, model.size - 1)).id)}`),
    live.length > 0 && live.length <= MOST_CANCELLED && h(Action, {
      label: `Cancel ${counted(live.length, "live job")}`, kind: "danger", confirm: "Cancel them?", run, onDone: onChanged }),
    h("button", { type: "button", onClick: onClear }, "Clear"));
}
