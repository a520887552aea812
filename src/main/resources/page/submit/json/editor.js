import { Component, createRef, h } from "../../ui/dom.js";
import { findingsOf, refusalOf } from "./check.js";
import { Findings } from "./findings.js";
import { withMember } from "./insert.js";
import { MembersHelp } from "./members.js";
import { aroundOf, lineOf, placesOf } from "./places.js";
import { Schema } from "./schema.js";

const LINE_PX = 19;

/**
 * A text field for the JSON of a submission. Beside it is what the object at the cursor can contain, and below it
 * what is wrong, each with its line. Props: text (at first), error (of the last request; null without one).
 */
export class JsonEditor extends Component {
  state = { text: this.props.text, at: 0, schema: null, edited: null };
  area = createRef();
  gutter = createRef();

  async componentDidMount() {
    try {
      this.setState({ schema: await Schema.ofSubmission() });
    } catch {
      // The editor works without help: the service checks what it receives.
    }
  }

  /** The text and the cursor as they are in the field now. */
  changed = () => {
    const { value, selectionStart } = this.area.current;
    const isEdited = value !== this.state.text;
    this.setState({ text: value, at: selectionStart, ...(isEdited ? { edited: this.props.error } : {}) });
  };

  scrolled = () => {
    this.gutter.current.scrollTop = this.area.current.scrollTop;
  };

  /** Selects a part of the text and scrolls to it. */
  show = ({ begin, end }) => {
    const area = this.area.current;
    area.focus();
    area.setSelectionRange(begin, end);
    area.scrollTop = Math.max(0, (lineOf(area.value, begin) - 4) * LINE_PX);
    this.changed();
  };

  add = (place, name, schema) => {
    const { text, at } = withMember(this.state.text, place, name, schema);
    this.area.current.value = text;
    this.show(at);
  };

  findings({ places, problem }) {
    const { text, schema, edited } = this.state;
    const { error } = this.props;
    if (problem) {
      return [{ begin: problem.at, end: Math.min(text.length, problem.at + 1), message: problem.message }];
    }
    // An error of the service is over when the text was changed after it.
    return [...(error && error !== edited ? refusalOf(places, error) : []), ...(schema ? findingsOf(places, schema) : [])];
  }

  render(_, { text, at, schema }) {
    const read = placesOf(text);
    const findings = this.findings(read);
    const lines = new Set(findings.map(({ begin }) => lineOf(text, begin)));
    const { around, member } = aroundOf(read.places, at);
    return h("div", { class: "json" },
      h("div", { class: "field" },
        h("label", { for: "field-json" }, "Body of the request"),
        h("div", { class: "json-box" },
          h("div", { class: "json-lines", ref: this.gutter, "aria-hidden": "true" }, text.split("\n").map((_, index) =>
            h("span", { key: index, class: lines.has(index + 1) ? "wrong" : undefined }, index + 1))),
          h("textarea", { id: "field-json", name: "json", ref: this.area, required: true, spellcheck: false, wrap: "off", rows: 22,
            defaultValue: this.props.text, "aria-describedby": "json-findings", "aria-invalid": String(findings.length > 0),
            onInput: this.changed, onKeyUp: this.changed, onClick: this.changed, onScroll: this.scrolled })),
        h(Findings, { text, findings, onShow: this.show })),
      schema && h(MembersHelp, { schema, around, name: member?.path.at(-1), onAdd: this.add }));
  }
}
