import { Component, createRef, h } from "../ui/dom.js";
import { ansiParts } from "./ansi.js";

const LINE_PX = 18;
const MARGIN_LINES = 20;
/** Browsers limit the height of an element: longer logs are scrolled by a scale. */
const MOST_PX = 8_000_000;

/**
 * Shows only the lines of a log that are in view. Props: messages, times, first (number of the first
 * line), isWrapped, hasTimes, found (set of places), current, follow, onTop, onScrolledAway.
 */
export class LogWindow extends Component {
  state = { top: 0, height: 600 };
  box = createRef();

  componentDidMount() {
    this.resizing = new ResizeObserver(() => this.setState({ height: this.box.current.clientHeight }));
    this.resizing.observe(this.box.current);
    this.settle();
  }

  componentWillUnmount() {
    this.resizing.disconnect();
  }

  componentDidUpdate(before) {
    if (before.current !== this.props.current && this.props.current >= 0) {
      this.show(this.props.current);
    } else if (before.messages !== this.props.messages || before.count !== this.props.count) {
      this.keepPlace(before);
    }
  }

  settle() {
    if (this.props.follow) {
      this.box.current.scrollTop = this.box.current.scrollHeight;
    }
  }

  /** New lines at the end scroll the view if it follows; older lines before it do not move it. */
  keepPlace(before) {
    const added = before.older !== this.props.older ? this.props.count - before.count : 0;
    if (added > 0 && before.count > 0) {
      this.box.current.scrollTop += added * LINE_PX * this.scale();
    } else {
      this.settle();
    }
  }

  /** Pixels of the scroll bar per pixel of the log; 1 for all but very long logs. */
  scale() {
    return Math.min(1, MOST_PX / Math.max(1, this.props.count * LINE_PX));
  }

  show(place) {
    const box = this.box.current;
    box.scrollTop = Math.max(0, place * LINE_PX * this.scale() - box.clientHeight / 2);
  }

  scroll = () => {
    const box = this.box.current;
    this.setState({ top: box.scrollTop });
    const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - LINE_PX;
    this.props.onScroll(isAtEnd, box.scrollTop < LINE_PX * 50);
  };

  render({ messages, times, count, isWrapped, hasTimes, found, current, label }, { top, height }) {
    const scale = this.scale();
    const first = Math.max(0, Math.floor(top / LINE_PX / scale) - MARGIN_LINES);
    const last = Math.min(count, first + Math.ceil(height / LINE_PX) + 2 * MARGIN_LINES);
    const offset = scale === 1 ? first * LINE_PX : Math.max(0, top - MARGIN_LINES * LINE_PX);
    const lines = [];
    for (let place = first; place < last; place++) {
      const name = place === current ? " current" : found?.has(place) ? " found" : "";
      lines.push(h("div", { key: place, class: `log-line${name}` },
        h("span", { class: "log-number" }, place + 1),
        hasTimes && h("span", { class: "log-time" }, times[place].slice(11, 23)),
        h("span", { class: "log-text" }, ansiParts(messages[place]).map((part, i) =>
          part.class ? h("span", { key: i, class: part.class }, part.text) : part.text))));
    }
    return h("div", { class: `log${isWrapped ? " wrapped" : ""}`, ref: this.box, tabIndex: 0, role: "region",
      "aria-label": label, onScroll: this.scroll },
      h("div", { class: "log-body", style: { height: `${Math.min(MOST_PX, count * LINE_PX)}px` } },
        h("div", { style: { transform: `translateY(${offset}px)` } }, lines)));
  }
}
