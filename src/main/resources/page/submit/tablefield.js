import { Component, createRef, h } from "../ui/dom.js";
import { Field } from "../ui/form.js";

/** The table of a submission, entered or read from a file. Props: text (at first). */
export class TableField extends Component {
  box = createRef();

  read = async (event) => {
    const [file] = event.currentTarget.files;
    if (file) {
      this.box.current.querySelector("textarea").value = await file.text();
    }
  };

  render({ text }) {
    return h("div", { ref: this.box, class: "stack" },
      h(Field, { label: "Table", name: "table", as: "textarea", required: true, rows: 6, wrap: "off", defaultValue: text,
        placeholder: "ANGLE,SPEED\n0,10\n3,10",
        hint: "The first line names variables; each further line is a job, which gets them. Cells are separated by commas, or by " +
          "tabs if they come from a spreadsheet; a cell with a comma or a line break is in double quotes." }),
      h("label", { class: "file" }, "or read a file: ",
        h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", onChange: this.read })));
  }
}
