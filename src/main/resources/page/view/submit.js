import { get, send } from "../api/client.js";
import { jobPath, projectPath, taskPath } from "../api/paths.js";
import { address, open } from "../ui/address.js";
import { Component, h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { ErrorNote } from "../ui/notes.js";
import { Heading, Panel } from "../ui/parts.js";

const LARGEST_BATCH = 1_000;
const MOST_BATCHES = 100;
/** So many images are named beside the field. */
const MOST_IMAGES = 5;
const EXAMPLE = [{ jobName: "hello", batchSize: 20, htcJobDefinition: { imageName: "hello:1", maxVCpus: 1,
  maxMemory: 64, execTimeoutSeconds: 300, commands: ["sh", "-c", "echo $AWS_BATCH_JOB_ARRAY_INDEX"] } }];

/**
 * A form that submits jobs: equal jobs, one for each line of a table, or a request in JSON. Props:
 * project, task, query (its `from` is the id of a job to submit again).
 */
export class SubmitView extends Component {
  state = { images: null, way: "form", error: null, request: EXAMPLE };

  async componentDidMount() {
    // The same key for repeated tries: a lost response does not submit the jobs twice.
    this.key = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    const { project, task, query } = this.props;
    try {
      if (query.get("from")) {
        const job = await get(jobPath(project, task, query.get("from")));
        this.setState({ way: "json", request: requestOf(job), group: job.group });
      }
      const [owner, parent, stored] = await Promise.all([
        get(projectPath(project)), get(taskPath(project, task)), get(`${projectPath(project)}/container-registry/images`)]);
      this.setState({ owner, parent, images: stored.images ?? [] });
    } catch (error) {
      this.setState({ error });
    }
  }

  submit = async (batches, group) => {
    const query = group ? `?group=${encodeURIComponent(group)}` : "";
    const path = `${taskPath(this.props.project, this.props.task)}/jobs/batch${query}`;
    const result = await send("POST", path, batches, { "Idempotency-Key": this.key });
    this.key = `${this.key}-`;
    return result;
  };

  done = () => open(address("projects", this.props.project, "tasks", this.props.task));

  render({ project, task }, { images, way, error, request, group, owner, parent }) {
    const ways = [["form", "Form"], ["table", "Table"], ["json", "JSON"]];
    return h("section", { class: "view" },
      h(Heading, { title: "Submit jobs", crumbs: [
        ["Overview", "#/"], [owner?.projectName ?? "Project", address("projects", project)],
        [parent?.taskName ?? "Task", address("projects", project, "tasks", task)]] }),
      error && h(ErrorNote, { error }),
      h(Panel, { title: "Jobs", actions: h("div", { class: "tabs" }, ways.map(([name, label]) =>
        h("button", { key: name, type: "button", "aria-pressed": String(way === name),
          onClick: () => this.setState({ way: name }) }, label))) },
        way === "form" && h(EqualJobs, { images, submit: this.submit, onDone: this.done }),
        way === "table" && h(TableJobs, { images, submit: this.submit, onDone: this.done }),
        way === "json" && h(JsonJobs, { request, group, submit: this.submit, onDone: this.done })));
  }
}

function EqualJobs({ images, submit, onDone }) {
  const run = (values) => submit(batchesOf(Number(values.jobs), (batchSize) => ({
    ...(values.jobName ? { jobName: values.jobName } : {}), batchSize, htcJobDefinition: definitionOf(values) })), values.group);
  return h(Form, { label: "Submit", run, onDone },
    h("div", { class: "form-grid" },
      h(Field, { label: "Number of jobs", name: "jobs", type: "number", min: 1, max: LARGEST_BATCH * MOST_BATCHES, value: 10,
        required: true, hint: "each knows its index: AWS_BATCH_JOB_ARRAY_INDEX, from 0 in each batch of 1000" }),
      h(Field, { label: "Name", name: "jobName" }),
      h(Field, { label: "Group", name: "group", maxLength: 255 })),
    h(DefinitionFields, { images }));
}

function TableJobs({ images, submit, onDone }) {
  const run = (values) => submit(rowsOf(values.table).map((envs) => ({
    batchSize: 1, htcJobDefinition: { ...definitionOf(values), envs } })), values.group);
  return h(Form, { label: "Submit", run, onDone },
    h(Field, { label: "Table", name: "table", as: "textarea", required: true, rows: 6,
      placeholder: "ANGLE,SPEED\n0,10\n3,10",
      hint: `Comma-separated. The first line names environment variables; each further line is a job. At most ${MOST_BATCHES} lines.` }),
    h(Field, { label: "Group", name: "group", maxLength: 255 }),
    h(DefinitionFields, { images }));
}

function JsonJobs({ request, group, submit, onDone }) {
  return h(Form, { label: "Submit", run: ({ json, group }) => submit(parsed(json), group), onDone },
    h(Field, { label: "Body of the request", name: "json", as: "textarea", rows: 18, required: true, spellcheck: false,
      defaultValue: JSON.stringify(request, null, 2), hint: h("span", {}, "The members are described in the ",
        h("a", { href: "docs" }, "API documentation"), ".") }),
    h(Field, { label: "Group", name: "group", maxLength: 255, defaultValue: group }));
}

/** A batch of one job like the given one. */
function requestOf(job) {
  const { imageName, commands, envs, maxVCpus, maxMemory, maxDiskGiB, execTimeoutSeconds, architecture, tags } = job;
  return [{ batchSize: 1, htcJobDefinition: {
    imageName, commands, envs, maxVCpus, maxMemory, maxDiskGiB, execTimeoutSeconds, architecture, tags } }];
}

function DefinitionFields({ images }) {
  return [
    h(Field, { key: "image", label: "Image", name: "imageName", required: true, list: "images", placeholder: "solver:1.0",
      hint: imagesHint(images) }),
    h("datalist", { key: "images", id: "images" }, images?.map((image) => h("option", { key: image, value: image }))),
    h(Field, { key: "command", label: "Command", name: "command", as: "textarea", rows: 3, required: true,
      placeholder: "python solve.py --index $AWS_BATCH_JOB_ARRAY_INDEX", hint: "run by sh -c in the container, so the image needs a shell" }),
    h("div", { key: "limits", class: "form-grid" },
      h(Field, { label: "vCPUs", name: "maxVCpus", type: "number", min: 1, value: 1, required: true }),
      h(Field, { label: "Memory, MiB", name: "maxMemory", type: "number", min: 4, value: 512, required: true }),
      h(Field, { label: "Time, seconds", name: "execTimeoutSeconds", type: "number", min: 1, value: 3600, required: true }),
      h(Field, { label: "Retries", name: "maxRetries", type: "number", min: 0, max: 10, value: 0 })),
  ];
}

function imagesHint(images) {
  if (!images) {
    return null;
  }
  const shown = images.slice(0, MOST_IMAGES).join(", ") + (images.length > MOST_IMAGES ? ", …" : "");
  return images.length > 0 ? `images of the project: ${shown}` : "No image was pushed to the project yet; the project’s page shows how.";
}

function definitionOf(values) {
  return {
    imageName: values.imageName,
    maxVCpus: Number(values.maxVCpus),
    maxMemory: Number(values.maxMemory),
    execTimeoutSeconds: Number(values.execTimeoutSeconds),
    commands: ["sh", "-c", values.command],
    ...(Number(values.maxRetries) > 0 ? { retryStrategy: { maxRetries: Number(values.maxRetries) } } : {}),
  };
}

function batchesOf(jobs, batch) {
  const batches = [];
  for (let rest = jobs; rest > 0; rest -= LARGEST_BATCH) {
    batches.push(batch(Math.min(rest, LARGEST_BATCH)));
  }
  return batches;
}

/** @param {string} table the environment of each job */
function rowsOf(table) {
  const [names, ...rows] = table.trim().split(/\r?\n/).map((line) => line.split(",").map((cell) => cell.trim()));
  if (rows.length === 0) {
    throw new Error("The table has no line after the names.");
  }
  return rows.map((row) => names.map((name, column) => ({ name, value: row[column] ?? "" })));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The text is not JSON: ${cause.message}`);
  }
}
