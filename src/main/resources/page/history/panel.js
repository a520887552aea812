import { Component, h } from "../ui/dom.js";
import { count, duration, time } from "../ui/format.js";
import { Panel, StatusChip, Table } from "../ui/parts.js";
import { Plot } from "./plot.js";

/**
 * Values over time as a plot, a sentence and a table. Props: title, series (with `at` and `to`), layers (name,
 * color and values of each), text, table (the properties of the table).
 */
export class SeriesPanel extends Component {
  state = { hasTable: false, pointed: -1 };

  render({ title, series, layers, text, table }, { hasTable, pointed }) {
    const times = series.at.map(Date.parse);
    const to = Date.parse(series.to);
    const toggle = h("button", { type: "button", "aria-expanded": String(hasTable),
      onClick: () => this.setState({ hasTable: !hasTable }) }, hasTable ? "Hide the table" : "As a table");
    const sums = times.map((_, index) => layers.reduce((sum, { values }) => sum + values[index], 0));
    return h(Panel, { title, note: `the last ${duration(to - times[0])}`, actions: toggle },
      h("p", { class: "plot-scale" }, count(Math.max(...sums))),
      h(Plot, { times, to, layers, text, pointed, onPointed: (index) => this.setState({ pointed: index }) }),
      h("p", { class: "plot-scale" }, h("span", {}, time(series.at[0])), h("span", {}, time(series.to))),
      h("p", { class: "history-text" }, pointed < 0 ? text : pointText(series.at[pointed], layers, pointed)),
      h("p", { class: "history-legend" }, layers.map(({ name, color }) =>
        h(StatusChip, { key: name, status: name, name, color }))),
      hasTable && h(Table, table));
  }
}

function pointText(at, layers, index) {
  const parts = layers.filter(({ values }) => values[index] > 0).map(({ name, values }) => `${count(values[index])} ${name}`);
  return `At ${time(at)}: ${parts.join(", ") || "nothing"}.`;
}
