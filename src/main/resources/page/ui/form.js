import { Component, h } from "./dom.js";
import { ErrorNote } from "./notes.js";

/**
 * A labelled input. `hint` explains it. A view with two fields of one name gives one of them an `id`.
 * @param {Record<string, any>} props
 */
export function Field({ label, name, id = `field-${name}`, hint, as = "input", children, ...rest }) {
  return h("div", { class: "field" },
    h("label", { for: id }, label),
    h(as, { id, name, "aria-describedby": hint ? `${id}-hint` : undefined, ...rest }, children),
    hint && h("small", { id: `${id}-hint` }, hint));
}

/** A form whose asynchronous `run` receives the values by name. Props: label, run, onDone. */
export class Form extends Component {
  state = { isBusy: false, error: null };

  submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    this.setState({ isBusy: true, error: null });
    try {
      const result = await this.props.run(Object.fromEntries(new FormData(form)));
      this.setState({ isBusy: false });
      this.props.onDone?.(result);
    } catch (error) {
      this.setState({ isBusy: false, error });
    }
  };

  render({ label, children, class: name = "" }, { isBusy, error }) {
    return h("form", { class: `form ${name}`, onSubmit: this.submit },
      children,
      h("div", { class: "form-end" },
        h("button", { type: "submit", class: "primary", disabled: isBusy }, label)),
      error && h(ErrorNote, { error }));
  }
}
