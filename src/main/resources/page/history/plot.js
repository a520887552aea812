import { h } from "../ui/dom.js";
import { Picture, colorsOf } from "../ui/picture.js";
import { paintHistory } from "./painter.js";

/**
 * Values over time as stacked areas. Props: times in milliseconds, to, layers, text (the same in words), pointed (the
 * point at the pointer; -1 without one), onPointed.
 */
export class Plot extends Picture {
  paint(context) {
    const { times, to, layers, pointed } = this.props;
    const colors = colorsOf(context.canvas, ["--text", ...layers.map(({ color }) => color)]);
    paintHistory(context, {
      times, from: times[0], to, layers: layers.map(({ color, values }) => ({ color: colors[color], values })) });
    if (pointed >= 0) {
      context.fillStyle = colors["--text"];
      context.fillRect(this.x(times[pointed]), 0, this.scale, context.canvas.height);
    }
    context.canvas.dataset.points = String(times.length);
  }

  x(time) {
    const { times, to } = this.props;
    return Math.round(((time - times[0]) / Math.max(1, to - times[0])) * this.canvas.current.width);
  }

  /** A point holds until the next one. */
  point = (event) => {
    const { times, pointed, onPointed } = this.props;
    const index = Math.max(0, times.findLastIndex((time) => this.x(time) <= event.offsetX * this.scale));
    if (index !== pointed) {
      onPointed(index);
    }
  };

  render({ text, onPointed }) {
    return h("div", { class: "history-box" }, h("canvas", { ref: this.canvas, role: "img", "aria-label": text,
      onPointerMove: this.point, onPointerLeave: () => onPointed(-1) }));
  }
}
