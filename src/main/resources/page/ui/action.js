import { Component, createRef, h } from "./dom.js";
import { ErrorNote } from "./notes.js";

/**
 * A button that sends a change. With `confirm` it is sent only after a second click. An error is shown beside it.
 * Props: label, confirm, run (asynchronous), onDone, kind ("primary", "danger").
 */
export class Action extends Component {
  state = { isAsking: false, isBusy: false, error: null };
  button = createRef();
  /** The choice was made, and the focus has not returned yet. */
  wasAsked = false;

  componentDidUpdate(_, before) {
    this.wasAsked ||= before.isAsking && !this.state.isAsking;
    if (this.wasAsked && !this.state.isAsking && !this.state.isBusy) {
      this.wasAsked = false;
      returnFocus(this.button.current);
    }
  }

  start = () => (this.props.confirm ? this.setState({ isAsking: true }) : this.run());

  run = async () => {
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
    return h("span", { class: "action" },
      isAsking
        ? h("span", { class: "confirm", role: "group", "aria-label": confirm },
            h("span", {}, confirm),
            h("button", { type: "button", class: "danger", onClick: this.run, ref: focus }, "Yes"),
            h("button", { type: "button", onClick: () => this.setState({ isAsking: false }) }, "No"))
        : h("button", { ref: this.button, type: "button", class: kind, disabled: isBusy, onClick: this.start }, label),
      error && h(ErrorNote, { error }));
  }
}

function focus(element) {
  element?.focus();
}

/** The buttons of the choice are gone, and the focus with them; a focus that is elsewhere by now stays there. */
function returnFocus(element) {
  if (document.activeElement === document.body) {
    element?.focus();
  }
}
