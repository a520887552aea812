import { Component, createRef, h } from "./dom.js";

const SHOWN_MILLIS = 2_000;

/**
 * Commands, or a key, with a button that copies them. Browsers permit that only on HTTPS and on the same machine;
 * elsewhere there is no button. Props: text, label (what it is), class.
 */
export class Code extends Component {
  state = { isCopied: false };
  box = createRef();

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  copy = async () => {
    try {
      await navigator.clipboard.writeText(this.props.text);
      this.setState({ isCopied: true });
      this.timer = setTimeout(() => this.setState({ isCopied: false }), SHOWN_MILLIS);
    } catch {
      // The browser did not permit it: the text is selected, so that the keyboard copies it.
      getSelection().selectAllChildren(this.box.current);
    }
  };

  render({ text, label, class: name }, { isCopied }) {
    return h("div", { class: "code" },
      h("pre", { ref: this.box, class: name, tabIndex: 0, role: "group", "aria-label": label }, text),
      navigator.clipboard && h("button", { type: "button", "aria-label": isCopied ? "Copied" : `Copy: ${label}`, onClick: this.copy },
        isCopied ? "Copied" : "Copy"));
  }
}
