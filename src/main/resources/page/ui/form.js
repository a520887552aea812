import { Component, createRef, h } from "./dom.js";
import { ErrorNote } from "./notes.js";

/**
 * A labelled input. `hint` explains it. A view with two fields of one name gives one of them an `id`. What it
 * contains at first is `defaultValue`: a `value` would replace what the user has entered at each change of the view.
 * @param {Record<string, any>} props
 */
export function Field({ label, name, id = `field-${name}`, hint, as = "input", children, ...rest }) {
  return h("div", { class: "field" },
    h("label", { for: id }, label),
    h(as, { id, name, "aria-describedby": hint ? `${id}-hint` : undefined, ...rest }, children),
    hint && h("small", { id: `${id}-hint` }, hint));
}

/**
 * A form whose asynchronous `run` receives the values by name. Props: label, run, onDone, other (label and
 * asynchronous run of a second button, for valid fields).
 */
export class Form extends Component {
  state = { isBusy: false, error: null };
  form = createRef();

  submit = (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    this.guarded(async () => {
      const result = await this.props.run(values);
      return () => this.props.onDone?.(result);
    });
  };

  other = () => {
    if (this.form.current.reportValidity()) {
      this.guarded(this.props.other.run);
    }
  };

  /** Calls what the action returns after it has ended without an error. */
  async guarded(action) {
    this.setState({ isBusy: true, error: null });
    try {
      const after = await action();
      this.setState({ isBusy: false });
      after?.();
    } catch (error) {
      this.setState({ isBusy: false, error });
    }
  }

  render({ label, children, other, class: name = "" }, { isBusy, error }) {
    return h("form", { ref: this.form, class: `form ${name}`, onSubmit: this.submit },
      children,
      h("div", { class: "form-end" },
        h("button", { type: "submit", class: "primary", disabled: isBusy }, label),
        other && h("button", { type: "button", disabled: isBusy, onClick: this.other }, other.label)),
      error && h(ErrorNote, { error }));
  }
}
