import { Component, h } from "../ui/dom.js";
import { count, duration } from "../ui/format.js";
import { Panel, Table } from "../ui/parts.js";

/**
 * A distribution of durations as bars, a sentence and a table. Props: title, verb (what the jobs did), histogram (as
 * the API returns it).
 */
export class DurationPanel extends Component {
  state = { hasTable: false };

  render({ title, verb, histogram }, { hasTable }) {
    const { from, step, jobs, longer } = histogram;
    const most = Math.max(...jobs);
    const text = sentenceOf(histogram, verb);
    const toggle = h("button", { type: "button", "aria-expanded": String(hasTable),
      onClick: () => this.setState({ hasTable: !hasTable }) }, hasTable ? "Hide the table" : "As a table");
    return h(Panel, { title, actions: toggle },
      h("div", { class: "bars", role: "img", "aria-label": text }, jobs.map((value, index) => h("span", {
        key: index,
        title: `${spanText(from + index * step, step)}: ${count(value)}`,
        style: { height: `${(100 * value) / most}%` },
      }))),
      h("p", { class: "bars-scale" },
        h("span", {}, duration(from)), h("span", {}, duration(from + step * jobs.length))),
      h("p", {}, text),
      hasTable && h(Table, {
        caption: `${title} of jobs`,
        heads: [title, "Jobs"],
        numeric: [1],
        rows: [...jobs.map((value, index) => ({ key: String(index), cells: [spanText(from + index * step, step), count(value)] })),
          ...(longer > 0 ? [{ key: "longer", cells: ["longer", count(longer)] }] : [])],
      }));
  }
}

function spanText(begin, step) {
  return `${duration(begin)} – ${duration(begin + step)}`;
}

function sentenceOf({ median, p95, p99, maximum }, verb) {
  return `Half of the jobs ${verb} up to ${duration(median)}, 95 of 100 up to ${duration(p95)}, ` +
    `99 of 100 up to ${duration(p99)}, and the longest ${duration(maximum)}.`;
}
