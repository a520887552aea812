import { h } from "../ui/dom.js";
import { Field } from "../ui/form.js";
import { JsonEditor } from "./json/editor.js";
import { MOST_JOBS } from "./request.js";
import { TableField } from "./tablefield.js";

/** So many images are named beside the field. */
const MOST_IMAGES = 5;

/** @typedef {{values: import("./request.js").Values, images: string[] | null}} Fields */

/** @param {Fields} props */
export function EqualJobs({ values, images }) {
  return [
    h("div", { key: "jobs", class: "form-grid" },
      h(Field, { label: "Number of jobs", name: "jobs", type: "number", min: 1, max: MOST_JOBS, defaultValue: values.jobs,
        required: true, hint: "each knows its index: AWS_BATCH_JOB_ARRAY_INDEX, from 0 in each batch of 1000" }),
      h(NameFields, { values })),
    h(DefinitionFields, { key: "definition", values, images }),
  ];
}

/** @param {Fields} props */
export function TableJobs({ values, images }) {
  return [
    h(TableField, { key: "table", text: values.table }),
    h("div", { key: "names", class: "form-grid" }, h(NameFields, { values })),
    h(DefinitionFields, { key: "definition", values, images, example: "python solve.py --angle $ANGLE --speed $SPEED" }),
  ];
}

/** @param {{values: import("./request.js").Values, json: string, error: any}} props */
export function JsonJobs({ values, json, error }) {
  return [
    h(JsonEditor, { key: "json", text: json, error }),
    h(GroupField, { key: "group", values }),
  ];
}

function NameFields({ values }) {
  return [
    h(Field, { key: "name", label: "Name", name: "jobName", maxLength: 255, defaultValue: values.jobName }),
    h(GroupField, { key: "group", values }),
  ];
}

function GroupField({ values }) {
  return h(Field, { label: "Group", name: "group", maxLength: 255, defaultValue: values.group,
    hint: "optional; jobs of a group are counted together" });
}

function DefinitionFields({ values, images, example = "python solve.py --index $AWS_BATCH_JOB_ARRAY_INDEX" }) {
  const number = (label, name, limits) =>
    h(Field, { label, name, type: "number", defaultValue: values[name], required: true, ...limits });
  return [
    h(Field, { key: "image", label: "Image", name: "imageName", required: true, list: "images", placeholder: "solver:1.0",
      defaultValue: values.imageName, hint: imagesHint(images) }),
    h("datalist", { key: "images", id: "images" }, images?.map((image) => h("option", { key: image, value: image }))),
    h(Field, { key: "command", label: "Command", name: "command", as: "textarea", rows: 3, required: true,
      defaultValue: values.command, placeholder: example, hint: "run by sh -c in the container, so the image needs a shell" }),
    h("div", { key: "limits", class: "form-grid" },
      number("vCPUs", "maxVCpus", { min: 1, max: 64 }),
      number("Memory, MiB", "maxMemory", { min: 4 }),
      number("Time, seconds", "execTimeoutSeconds", { min: 60, hint: "a job that runs longer is stopped" }),
      number("Retries", "maxRetries", { min: 0, max: 10, required: false })),
  ];
}

function imagesHint(images) {
  if (!images) {
    return null;
  }
  const shown = images.slice(0, MOST_IMAGES).join(", ") + (images.length > MOST_IMAGES ? ", …" : "");
  return images.length > 0 ? `images of the project: ${shown}` : "No image was pushed to the project yet; the project’s page shows how.";
}
