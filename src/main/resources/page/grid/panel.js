import { address, open } from "../ui/address.js";
import { Component, createRef, h } from "../ui/dom.js";
import { count, counted } from "../ui/format.js";
import { Panel } from "../ui/parts.js";
import { BY_LETTER, STATES } from "../ui/states.js";
import { colorTable } from "./colors.js";
import { GoTo } from "./goto.js";
import { layoutOf } from "./layout.js";
import { paint } from "./painter.js";
import { RangeBar } from "./range.js";
import { BatchTable } from "./twin.js";

const FAILED = new Set(STATES.filter((state) => state.failed && state.letter !== "C").map((state) => state.letter));
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], PageUp: [0, -20], PageDown: [0, 20] };

/**
 * All jobs of a task, one cell each. Props: project, task, model, version (changes with the model),
 * onChanged.
 */
export class GridPanel extends Component {
  state = { zoom: 0, top: 0, cursor: -1, shown: null, selection: null, hasTable: false };
  canvas = createRef();

  componentDidMount() {
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(this.canvas.current.parentElement);
    this.recolor = () => {
      this.colors = null;
      this.draw();
    };
    addEventListener("themechange", this.recolor);
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.recolor);
    this.canvas.current.addEventListener("wheel", this.wheel, { passive: false });
  }

  componentWillUnmount() {
    this.resizing.disconnect();
    removeEventListener("themechange", this.recolor);
    this.scheme.removeEventListener("change", this.recolor);
    cancelAnimationFrame(this.frame);
  }

  componentDidUpdate() {
    this.draw();
  }

  resized() {
    const canvas = this.canvas.current;
    const scale = Math.min(2, devicePixelRatio || 1);
    const width = Math.floor(canvas.parentElement.clientWidth * scale);
    if (width > 0 && (width !== this.width || scale !== this.scale)) {
      this.width = width;
      this.scale = scale;
      this.draw();
    }
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.drawNow());
  }

  drawNow() {
    const canvas = this.canvas.current;
    if (!canvas || !this.width) {
      return;
    }
    const { zoom, top, shown, selection, cursor } = this.state;
    const layout = (this.layout = layoutOf(this.props.model.size, this.width, zoom, this.scale));
    if (canvas.width !== layout.width || canvas.height !== layout.height) {
      canvas.width = layout.width;
      canvas.height = layout.height;
      canvas.style.height = `${layout.height / this.scale}px`;
    }
    this.colors ??= colorTable(canvas.parentElement);
    const started = performance.now();
    const options = { top: this.limited(top), colors: this.colors, shown, selection, cursor };
    paint(canvas.getContext("2d"), this.props.model, layout, options);
    canvas.dataset.drawMillis = (performance.now() - started).toFixed(1);
    canvas.dataset.drawn = String(this.props.model.size);
  }

  limited(top) {
    return Math.max(0, Math.min(top, this.layout.rows - Math.floor(this.layout.height / this.layout.cell)));
  }

  placeOf(event) {
    const { cell, columns } = this.layout;
    const column = Math.min(columns - 1, Math.floor((event.offsetX * this.scale) / cell));
    const place = (this.limited(this.state.top) + Math.floor((event.offsetY * this.scale) / cell)) * columns + column;
    return place >= 0 && place < this.props.model.size ? place : -1;
  }

  wheel = (event) => {
    const hidden = this.layout.rows * this.layout.cell > this.layout.height;
    if (hidden) {
      event.preventDefault();
      this.setState({ top: this.limited(this.state.top + Math.sign(event.deltaY) * Math.ceil(48 / this.layout.cell)) });
    }
  };

  press = (event) => {
    this.pressed = this.placeOf(event);
    event.currentTarget.setPointerCapture?.(event.pointerId);
  };

  move = (event) => {
    const place = this.placeOf(event);
    const isDragging = event.buttons === 1 && this.pressed >= 0 && place >= 0 && place !== this.pressed;
    this.setState({
      cursor: place,
      ...(isDragging ? { selection: [Math.min(place, this.pressed), Math.max(place, this.pressed)] } : {}),
    });
  };

  release = (event) => {
    const place = this.placeOf(event);
    if (place >= 0 && place === this.pressed) {
      this.open(place);
    }
  };

  open(place) {
    open(address("projects", this.props.project, "tasks", this.props.task, "jobs", this.props.model.job(place).id));
  }

  key = (event) => {
    const { model } = this.props;
    const { cursor } = this.state;
    if (MOVES[event.key]) {
      const [x, y] = MOVES[event.key];
      this.go(cursor < 0 ? 0 : cursor + x + y * this.layout.columns);
    } else if (event.key === "Home" || event.key === "End") {
      this.go(event.key === "Home" ? 0 : model.size - 1);
    } else if (event.key === "n" || event.key === "p") {
      this.go(model.find(cursor, FAILED, event.key === "n" ? 1 : -1));
    } else if (event.key === "Enter" && cursor >= 0) {
      this.open(cursor);
    } else if (event.key === "+" || event.key === "-") {
      this.zoom(event.key === "+" ? 1 : -1);
    } else if (event.key === "Escape") {
      this.setState({ selection: null });
    } else {
      return;
    }
    event.preventDefault();
  };

  go(place) {
    if (place < 0 || place >= this.props.model.size) {
      return;
    }
    const row = Math.floor(place / this.layout.columns);
    const rows = Math.floor(this.layout.height / this.layout.cell);
    const top = this.limited(this.state.top);
    const isVisible = row >= top && row < top + rows;
    this.setState({ cursor: place, top: isVisible ? top : this.limited(row - Math.floor(rows / 2)) });
  }

  /** Keeps the row of the cursor in view. */
  zoom(step) {
    const zoom = Math.max(0, this.state.zoom + (step > 0 && !this.layout.canZoom ? 0 : step));
    const layout = layoutOf(this.props.model.size, this.width, zoom, this.scale);
    const place = this.state.cursor >= 0 ? this.state.cursor : this.limited(this.state.top) * this.layout.columns;
    const rows = Math.floor(layout.height / layout.cell);
    this.layout = layout;
    this.setState({ zoom, top: this.limited(Math.floor(place / layout.columns) - Math.floor(rows / 2)) });
  }

  toggle(letter) {
    const shown = new Set(this.state.shown);
    shown.has(letter) ? shown.delete(letter) : shown.add(letter);
    this.setState({ shown: shown.size ? shown : null });
  }

  render({ project, task, model, isComplete, onChanged }, { cursor, shown, selection, hasTable, zoom }) {
    const states = STATES.filter(({ letter }) => model.count(letter) > 0);
    const text = states.map(({ letter, name }) => `${count(model.count(letter))} ${name}`).join(", ");
    return h(Panel, {
      title: "All jobs",
      note: isComplete ? counted(model.size, "job") : `the first ${count(model.size)} jobs`,
      actions: [
        h(GoTo, { key: "goto", project, task, model }),
        h("button", { key: "out", type: "button", "aria-label": "Smaller cells", disabled: zoom === 0, onClick: () => this.zoom(-1) }, "−"),
        h("button", { key: "in", type: "button", "aria-label": "Larger cells", onClick: () => this.zoom(1) }, "+"),
        h("button", { key: "table", type: "button", "aria-expanded": String(hasTable),
          onClick: () => this.setState({ hasTable: !hasTable }) }, hasTable ? "Hide table" : "As a table"),
      ],
    },
      h("div", { class: "grid-legend", role: "group", "aria-label": "Show only these states" }, states.map(({ letter, name, color }) =>
        h("button", { key: letter, type: "button", "aria-pressed": String(Boolean(shown?.has(letter))), onClick: () => this.toggle(letter) },
          h("i", { class: "dot", style: { background: `var(${color})` } }),
          h("span", {}, h("b", {}, count(model.count(letter))), ` ${name}`)))),
      h("div", { class: "grid-box" },
        h("canvas", {
          ref: this.canvas, tabIndex: 0, role: "application", "aria-label": `${counted(model.size, "job")}: ${text}`,
          "aria-describedby": "grid-keys",
          onPointerDown: this.press, onPointerMove: this.move, onPointerUp: this.release,
          onPointerLeave: () => this.setState({ cursor: -1 }), onKeyDown: this.key,
        })),
      h("div", { class: "grid-status", "aria-live": "polite" }, cursor >= 0 && cursor < model.size
        ? h(CellText, { job: model.job(cursor), number: cursor + 1 })
        : h("span", { id: "grid-keys", class: "muted" },
            "Click a cell for its job, drag for a range. Keys: arrows, n and p for failed jobs, Enter, + and −.")),
      selection && h(RangeBar, { project, task, model, selection, onChanged, onClear: () => this.setState({ selection: null }) }),
      hasTable && h(BatchTable, { project, task, model }));
  }
}

function CellText({ job, number }) {
  const state = BY_LETTER.get(job.letter);
  return [
    h("span", { key: "state", class: "chip" },
      h("i", { class: "dot", style: { background: `var(${state?.color})` } }), h("b", {}, state?.name)),
    h("span", { key: "number" }, `job ${count(number)}`),
    h("code", { key: "id" }, job.id),
    h("span", { key: "group", class: "muted" },
      [job.batch.jobName, job.batch.group && `group ${job.batch.group}`].filter(Boolean).join(", ")),
  ];
}
