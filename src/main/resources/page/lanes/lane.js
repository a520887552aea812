import { address, open } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { counted } from "../ui/format.js";
import { Picture, colorsOf } from "../ui/picture.js";
import { colorOf, packed } from "./model.js";

const LOWEST = 20;
const HIGHEST = 96;
const ROW = 6;
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** The address of the job of an attempt. */
export function jobAddress({ projectId, taskId, jobId }) {
  return address("projects", projectId, "tasks", taskId, "jobs", jobId);
}

/** The attempts on one host as bars. Props: lane, from, to (in milliseconds), onChosen (receives a bar or null). */
export class Lane extends Picture {
  state = { chosen: -1 };

  /** The pointer changes the panel around the lanes often. */
  shouldComponentUpdate({ lane, from, to }, { chosen }) {
    return lane !== this.props.lane || from !== this.props.from || to !== this.props.to || chosen !== this.state.chosen;
  }

  model() {
    if (this.props.lane !== this.lane) {
      this.lane = this.props.lane;
      this.packed = packed(this.lane.attempts, this.props.to);
    }
    return this.packed;
  }

  height() {
    return Math.max(LOWEST, Math.min(HIGHEST, ROW * this.model().rows));
  }

  paint(context) {
    const { bars, rows } = this.model();
    const { width, height } = context.canvas;
    const colors = colorsOf(context.canvas, ["--starting", "--text", ...bars.map(({ attempt }) => colorOf(attempt))]);
    const row = height / Math.max(rows, LOWEST / ROW);
    const gap = row >= 4 ? this.scale : 0;
    context.clearRect(0, 0, width, height);
    bars.forEach((bar, index) => {
      const [left, start, right] = [bar.from, bar.start, bar.to].map((time) => this.x(time, width));
      context.fillStyle = colors["--starting"];
      context.fillRect(left, bar.row * row, Math.max(1, start - left), row - gap);
      context.fillStyle = colors[colorOf(bar.attempt)];
      context.fillRect(start, bar.row * row, Math.max(1, right - start), row - gap);
      if (index === this.state.chosen) {
        context.strokeStyle = colors["--text"];
        context.lineWidth = 2;
        context.strokeRect(left, bar.row * row, Math.max(2, right - left), row - gap);
      }
    });
    context.canvas.dataset.bars = String(bars.length);
    this.row = row;
  }

  x(time, width) {
    const { from, to } = this.props;
    return Math.round((Math.max(0, time - from) / Math.max(1, to - from)) * width);
  }

  /** The bar at the pointer; -1 if there is none. */
  indexOf(event) {
    const { bars } = this.model();
    const x = event.offsetX * this.scale;
    const row = Math.floor((event.offsetY * this.scale) / this.row);
    const { width } = event.currentTarget;
    return bars.findLastIndex((bar) =>
      bar.row === row && this.x(bar.from, width) - 2 <= x && x <= this.x(bar.to, width) + 2);
  }

  choose(index) {
    if (index === this.state.chosen) {
      return;
    }
    this.setState({ chosen: index });
    this.props.onChosen(this.model().bars[index] ?? null);
  }

  openChosen(index) {
    const bar = this.model().bars[index];
    if (bar) {
      open(jobAddress(bar.attempt));
    }
  }

  key = (event) => {
    const { bars } = this.model();
    const { chosen } = this.state;
    if (STEPS[event.key]) {
      this.choose(chosen < 0 ? bars.length - 1 : Math.max(0, Math.min(bars.length - 1, chosen + STEPS[event.key])));
    } else if (event.key === "Enter") {
      this.openChosen(chosen);
    } else {
      return;
    }
    event.preventDefault();
  };

  render({ lane }) {
    return h("div", { class: "lane-box" }, h("canvas", {
      ref: this.canvas, tabIndex: 0, role: "application", "aria-label": laneText(lane), "aria-describedby": "lane-keys",
      onPointerMove: (event) => this.choose(this.indexOf(event)), onPointerLeave: () => this.choose(-1),
      onClick: (event) => this.openChosen(this.indexOf(event)), onKeyDown: this.key, onBlur: () => this.choose(-1),
    }));
  }
}

/** The lane in words. */
export function laneText({ name, complete, attempts }) {
  const number = (statuses) => attempts.filter(({ status }) => statuses.includes(status)).length;
  return `${name}: ${complete ? "" : "the latest "}${counted(attempts.length, "attempt")}, ` +
    `${number(["STARTING", "RUNNING"])} on the host, ${number(["SUCCEEDED"])} succeeded, ${number(["FAILED"])} failed`;
}
