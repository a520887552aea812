import { Component, h } from "../ui/dom.js";
import { duration } from "../ui/format.js";
import { Panel, StatusChip, Table } from "../ui/parts.js";
import { Plot } from "./plot.js";

/**
 * Values over time as a plot, a sentence and a table. Props: title, series (with `at` and `to`), layers (name,
 * color and values of each), text, table (the properties of the table).
 */
export class SeriesPanel extends Component {
  state = { hasTable: false };

  render({ title, series, layers, text, table }, { hasTable }) {
    const times = series.at.map(Date.parse);
    const to = Date.parse(series.to);
    const toggle = h("button", { type: "button", "aria-expanded": String(hasTable),
      onClick: () => this.setState({ hasTable: !hasTable }) }, hasTable ? "Hide the table" : "As a table");
    return h(Panel, { title, note: `the last ${duration(to - times[0])}`, actions: toggle },
      h(Plot, { times, to, layers, text }),
      h("p", { class: "history-text" }, text),
      h("p", { class: "history-legend" }, layers.map(({ name, color }) =>
        h(StatusChip, { key: name, status: name, name, color }))),
      hasTable && h(Table, table));
  }
}
