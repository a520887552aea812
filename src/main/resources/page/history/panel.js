import { Component, createRef, h } from "../ui/dom.js";
import { duration, time } from "../ui/format.js";
import { Panel, StatusChip, Table, sentence } from "../ui/parts.js";
import { layersOf, rowsOf } from "./layers.js";
import { paintHistory } from "./painter.js";

const MOST_ROWS = 60;

/** The jobs of a task by status over time. Props: series. */
export class HistoryPanel extends Component {
  state = { hasTable: false };
  canvas = createRef();

  componentDidMount() {
    this.draw = () => this.drawNow();
    this.resizing = new ResizeObserver(this.draw);
    this.resizing.observe(this.canvas.current.parentElement);
    addEventListener("themechange", this.draw);
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.draw);
  }

  componentWillUnmount() {
    this.resizing.disconnect();
    removeEventListener("themechange", this.draw);
    this.scheme.removeEventListener("change", this.draw);
  }

  componentDidUpdate() {
    this.drawNow();
  }

  drawNow() {
    const canvas = this.canvas.current;
    const width = Math.floor((canvas?.parentElement.clientWidth ?? 0) * Math.min(2, devicePixelRatio || 1));
    if (width === 0) {
      return;
    }
    canvas.width = width;
    canvas.height = Math.floor(120 * Math.min(2, devicePixelRatio || 1));
    const { series } = this.props;
    const times = series.at.map(Date.parse);
    paintHistory(canvas.getContext("2d"), {
      times, layers: layersOf(series), from: times[0], to: Date.parse(series.to) });
    canvas.dataset.points = String(times.length);
  }

  render({ series }, { hasTable }) {
    const toggle = h("button", { type: "button", "aria-expanded": String(hasTable),
      onClick: () => this.setState({ hasTable: !hasTable }) }, hasTable ? "Hide the table" : "As a table");
    return h(Panel, { title: "Status over time", note: rangeText(series), actions: toggle },
      h("div", { class: "history-box" },
        h("canvas", { ref: this.canvas, role: "img", "aria-label": historyText(series) })),
      h("p", { class: "history-text" }, historyText(series)),
      h("p", { class: "history-legend" }, layersOf(series).map(({ name, color }) =>
        h(StatusChip, { key: name, status: name, name, color }))),
      hasTable && h(Table, {
        caption: "Jobs by time and status",
        heads: ["Time", "Jobs"],
        rows: rowsOf(series, MOST_ROWS).map(({ at, counts }) => ({ key: at, cells: [time(at), sentence(counts)] })),
      }));
  }
}

function rangeText({ at, to }) {
  return `the last ${duration(Date.parse(to) - Date.parse(at[0]))}`;
}

/** The same as the picture in words. */
function historyText(series) {
  const [last] = rowsOf(series, 1);
  const first = rowsOf(series, series.at.length).at(-1);
  return `At ${time(first.at)}: ${sentence(first.counts)}. At ${time(last.at)}: ${sentence(last.counts)}.`;
}
