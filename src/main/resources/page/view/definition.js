import { Component, h } from "../ui/dom.js";
import { memory } from "../ui/format.js";
import { Panel } from "../ui/parts.js";
import { quoted } from "../ui/shell.js";

const SECRET = /secret|token|password|passwd|key|credential/i;

function isSecret({ name }) {
  return SECRET.test(name);
}

/** What a job runs and within which limits. Values of variables whose names are those of secrets are hidden. */
export class DefinitionPanel extends Component {
  state = { hasSecrets: false };

  render({ job, owner }, { hasSecrets }) {
    const envs = job.envs ?? [];
    return h(Panel, { title: "Definition", actions: envs.some(isSecret) && h("button", {
      type: "button",
      "aria-pressed": String(hasSecrets),
      onClick: () => this.setState({ hasSecrets: !hasSecrets }),
    }, hasSecrets ? "Hide secrets" : "Show secrets") },
      h("dl", { class: "pairs" },
        pair("Image", h("code", {}, job.imageName)),
        pair("Command", h("code", {}, (job.commands ?? []).map(quoted).join(" "))),
        pair("Limits", `${job.maxVCpus} vCPU, ${memory(job.maxMemory)}, disk ${job.maxDiskGiB ?? "–"} GiB, ${job.execTimeoutSeconds} s`),
        pair("Architecture", job.architecture),
        pair("Group", job.group ?? "–"),
        envs.map((env) => pair(h("code", {}, env.name),
          h("code", {}, isSecret(env) && !hasSecrets ? "••••••" : env.value))),
        (job.tags ?? []).map((tag) => pair(`Tag ${tag.key}`, tag.value)),
        pair("Submitted by", h("code", {}, job.createdBy))),
      h("details", { class: "pad" },
        h("summary", {}, "Run it on my machine"),
        h("p", { class: "muted" }, "Log in to the registry first; the project’s page shows how. Secrets are taken from your environment."),
        h("pre", {}, dockerRun(job, owner))));
  }
}

function pair(name, value) {
  return [h("dt", {}, name), h("dd", {}, value)];
}

/** The same container with the same limits, without a network. */
function dockerRun(job, owner) {
  const index = job.jobUUID.split(":")[1];
  const envs = (job.envs ?? []).map((env) => `-e ${quoted(isSecret(env) ? env.name : `${env.name}=${env.value}`)}`);
  return [
    "docker run --rm --network none",
    `--cpus ${job.maxVCpus} --memory ${job.maxMemory}m`,
    `-e AWS_BATCH_JOB_ARRAY_INDEX=${index} -e AWS_BATCH_JOB_ATTEMPT=1`,
    ...envs,
    [`${owner?.containerRegistry ?? ""}${job.imageName}`, ...(job.commands ?? [])].map(quoted).join(" "),
  ].join(" \\\n  ");
}
