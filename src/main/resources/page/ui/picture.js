import { Component, createRef } from "./dom.js";

/**
 * A component with a canvas that fills the width of its parent and is drawn again when the width, the theme or
 * its properties change. A subclass renders the canvas with `ref: this.canvas`, and defines `height` in pixels
 * of the styles and `paint`.
 */
export class Picture extends Component {
  canvas = createRef();
  /** Pixels of the canvas for one pixel of the styles. */
  scale = 1;
  frame = 0;

  componentDidMount() {
    this.draw = () => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.drawNow());
    };
    this.resizing = new ResizeObserver(this.draw);
    this.resizing.observe(this.canvas.current.parentElement);
    addEventListener("themechange", this.draw);
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.draw);
  }

  componentWillUnmount() {
    cancelAnimationFrame(this.frame);
    this.resizing.disconnect();
    removeEventListener("themechange", this.draw);
    this.scheme.removeEventListener("change", this.draw);
  }

  componentDidUpdate() {
    this.drawNow();
  }

  height() {
    return 120;
  }

  /**
   * Draws on the empty canvas; a subclass defines it.
   * @param {CanvasRenderingContext2D} context
   */
  paint(context) {
    throw new Error(`${this.constructor.name} draws nothing on ${context}`);
  }

  drawNow() {
    const canvas = this.canvas.current;
    this.scale = Math.min(2, devicePixelRatio || 1);
    const width = Math.floor((canvas?.parentElement.clientWidth ?? 0) * this.scale);
    if (width > 0) {
      canvas.width = width;
      canvas.height = Math.floor(this.height() * this.scale);
      canvas.style.height = `${this.height()}px`;
      this.paint(canvas.getContext("2d"));
    }
  }
}

/**
 * The colours of the styles as a canvas needs them, in the present theme.
 * @param {HTMLCanvasElement} canvas
 * @param {string[]} names of custom properties
 * @returns {Record<string, string>} such as rgb(1, 2, 3), by name
 */
export function colorsOf(canvas, names) {
  const probe = document.createElement("i");
  canvas.parentElement.append(probe);
  /** @type {Record<string, string>} */
  const colors = {};
  for (const name of new Set(names)) {
    probe.style.color = `var(${name})`;
    colors[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colors;
}
