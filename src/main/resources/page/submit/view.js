import { get, send } from "../api/client.js";
import { jobPath, projectPath, taskPath } from "../api/paths.js";
import { address, open } from "../ui/address.js";
import { Component, createRef, h } from "../ui/dom.js";
import { Form } from "../ui/form.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Heading, Panel } from "../ui/parts.js";
import { EqualJobs, JsonJobs, TableJobs } from "./fields.js";
import { Preview } from "./preview.js";
import { DEFAULTS, equalBatches, jsonBatches, likeJob, tableBatches, textOf } from "./request.js";

const WAYS = {
  form: { label: "Form", fields: EqualJobs, batches: equalBatches },
  table: { label: "Table", fields: TableJobs, batches: tableBatches },
  json: { label: "JSON", fields: JsonJobs, batches: jsonBatches },
};

/** The only image of the project is that of the jobs, unless another one is entered. */
function withImage(values, images) {
  return images.length === 1 && !values.imageName ? { ...values, imageName: images[0] } : values;
}

/**
 * Submits equal jobs, one for each line of a table, or a request in JSON. What was entered stays when another way
 * is chosen. Props: project, task, query (its `from` is the id of a job to submit again).
 */
export class SubmitView extends Component {
  state = { images: null, way: null, error: null, values: DEFAULTS, preview: null, refusal: null };
  box = createRef();

  async componentDidMount() {
    // The same key for repeated tries: a lost response does not submit the jobs twice.
    this.key = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    const { project, task, query } = this.props;
    try {
      const from = query.get("from");
      this.setState(from ? likeJob(await get(jobPath(project, task, from))) : { way: "form" });
      const [owner, parent, stored] = await Promise.all([
        get(projectPath(project)), get(taskPath(project, task)), get(`${projectPath(project)}/container-registry/images`)]);
      this.setState({ owner, parent, images: stored.images ?? [], values: withImage(this.state.values, stored.images ?? []) });
    } catch (error) {
      this.setState({ error, way: this.state.way ?? "form" });
    }
  }

  /** What the fields contain now. */
  entered() {
    const form = this.box.current?.querySelector("form");
    return form ? Object.fromEntries(new FormData(form)) : {};
  }

  choose(way) {
    const values = { ...this.state.values, ...this.entered() };
    if (values.json === this.text) {
      // It was not edited: it follows the form.
      delete values.json;
    }
    this.setState({ way, values, preview: null, refusal: null });
  }

  /** The text of the request: as it was edited, else that of the form. */
  json(values) {
    this.text = textOf(values);
    return values.json ?? this.text;
  }

  submit = async (values) => {
    const query = values.group ? `?group=${encodeURIComponent(values.group)}` : "";
    const path = `${taskPath(this.props.project, this.props.task)}/jobs/batch${query}`;
    const result = await this.sent(path, values, { "Idempotency-Key": this.key });
    this.key = `${this.key}-`;
    return result;
  };

  preview = async () => {
    const path = `${taskPath(this.props.project, this.props.task)}/jobs/simulate`;
    this.setState({ preview: await this.sent(path, this.entered()) });
  };

  /** Sends the batches; a refusal is also shown at its place in the text. */
  async sent(path, values, headers) {
    this.setState({ refusal: null });
    try {
      return await send("POST", path, WAYS[this.state.way].batches(values), headers);
    } catch (refusal) {
      this.setState({ refusal });
      throw refusal;
    }
  }

  done = () => open(address("projects", this.props.project, "tasks", this.props.task));

  render({ project, task }, { images, way, error, values, owner, parent, preview, refusal }) {
    const fields = way && WAYS[way].fields;
    return h("section", { class: "view" },
      h(Heading, { title: "Submit jobs", crumbs: [
        ["Overview", "#/"], [owner?.projectName ?? "Project", address("projects", project)],
        [parent?.taskName ?? "Task", address("projects", project, "tasks", task)]] }),
      error && h(ErrorNote, { error }),
      !way && h(Loading),
      way && h(Panel, { title: "Jobs", actions: h("div", { class: "tabs" }, Object.entries(WAYS).map(([name, { label }]) =>
        h("button", { key: name, type: "button", "aria-pressed": String(way === name), onClick: () => this.choose(name) }, label))) },
        h("div", { ref: this.box, key: way },
          h(Form, { label: "Submit", run: this.submit, onDone: this.done, other: { label: "Preview", run: this.preview } },
            h(fields, { values, images, json: way === "json" ? this.json(values) : "", error: refusal })))),
      preview && h(Preview, { batches: preview }));
  }
}
