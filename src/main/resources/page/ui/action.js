import { Component, createRef, h } from "./dom.js";
import { ErrorNote } from "./notes.js";

/**
 * A button that sends a change. With `confirm` it is sent only after a second click. An error is shown beside it.
 * Props: label, confirm, run (asynchronous), onDone, kind ("primary", "danger").
 */
export class Action extends Component {
  state = { isAsking: false, isBusy: false, error: null };
  box = createRef();
  button = createRef();
  /** The element with the focus was replaced or disabled, and the focus has not returned yet. */
  isFocusDue = false;

  componentDidUpdate() {
    const { isAsking, isBusy } = this.state;
    if (this.isFocusDue && !isAsking && !isBusy) {
      this.isFocusDue = false;
      returnFocus(this.button.current);
    }
  }

  /** A job that runs again can't be retried: the button disappears, and the view's heading gets the focus. */
  componentWillUnmount() {
    const focused = document.activeElement;
    if (this.box.current?.contains(focused) || (this.isFocusDue && focused === document.body)) {
      document.querySelector("h1")?.focus({ preventScroll: true });
    }
  }

  start = () => (this.props.confirm ? this.setState({ isAsking: true }) : this.run());

  refuse = () => {
    this.isFocusDue = true;
    this.setState({ isAsking: false });
  };

  run = async () => {
    this.isFocusDue = true;
    this.setState({ isBusy: true, isAsking: false, error: null });
    try {
      const result = await this.props.run();
      this.setState({ isBusy: false });
      this.props.onDone?.(result);
    } catch (error) {
      this.setState({ isBusy: false, error });
    }
  };

  render({ label, confirm, kind = "" }, { isAsking, isBusy, error }) {
    return h("span", { ref: this.box, class: "action" },
      isAsking
        ? h("span", { class: "confirm", role: "group", "aria-label": confirm },
            h("span", {}, confirm),
            h("button", { type: "button", class: "danger", onClick: this.run, ref: focus }, "Yes"),
            h("button", { type: "button", onClick: this.refuse }, "No"))
        : h("button", { ref: this.button, type: "button", class: kind, disabled: isBusy, onClick: this.start }, label),
      error && h(ErrorNote, { error }));
  }
}

function focus(element) {
  element?.focus();
}

/** A focus that is elsewhere by now stays there. */
function returnFocus(element) {
  if (document.activeElement === document.body) {
    element?.focus();
  }
}
