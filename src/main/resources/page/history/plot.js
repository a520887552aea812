import { h } from "../ui/dom.js";
import { Picture, colorsOf } from "../ui/picture.js";
import { paintHistory } from "./painter.js";

/** Values over time as stacked areas. Props: times in milliseconds, to, layers, text (the same in words). */
export class Plot extends Picture {
  paint(context) {
    const { times, to, layers } = this.props;
    const colors = colorsOf(context.canvas, layers.map(({ color }) => color));
    paintHistory(context, {
      times, from: times[0], to, layers: layers.map(({ color, values }) => ({ color: colors[color], values })) });
    context.canvas.dataset.points = String(times.length);
  }

  render({ text }) {
    return h("div", { class: "history-box" }, h("canvas", { ref: this.canvas, role: "img", "aria-label": text }));
  }
}
