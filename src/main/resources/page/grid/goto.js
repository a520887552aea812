import { address, open } from "../ui/address.js";
import { Component, h } from "../ui/dom.js";
import { count } from "../ui/format.js";

const ID = /^[0-9a-f-]{36}:\d+$/i;

/** Opens a job by its number in the order of submission, or by its id. Props: project, task, model. */
export class GoTo extends Component {
  submit = (event) => {
    event.preventDefault();
    const { project, task, model } = this.props;
    const input = event.currentTarget.elements.namedItem("job");
    const text = input.value.replace(/[\s,]/g, "");
    const number = /^\d+$/.test(text) ? Number(text) : 0;
    const id = ID.test(text) ? text : number >= 1 && number <= model.size ? model.job(number - 1).id : null;
    if (id) {
      open(address("projects", project, "tasks", task, "jobs", id));
    } else {
      input.setCustomValidity(`Enter a number from 1 to ${count(model.size)}, or the id of a job.`);
      input.reportValidity();
    }
  };

  render() {
    return h("form", { class: "goto", onSubmit: this.submit },
      h("input", { name: "job", required: true, placeholder: "Job number or id", "aria-label": "Go to the job with this number or id",
        onInput: (event) => event.currentTarget.setCustomValidity("") }),
      h("button", { type: "submit" }, "Go"));
  }
}
