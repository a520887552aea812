import { Component, h } from "../ui/dom.js";
import { memory } from "../ui/format.js";
import { Panel } from "../ui/parts.js";
import { quoted } from "../ui/shell.js";
import { Reproduction } from "./reproduction.js";

const SECRET = /secret|token|password|passwd|key|credential/i;

function isSecret({ name }) {
  return SECRET.test(name);
}

/** What a job runs and within which limits. Values of variables whose names are those of secrets are hidden. */
export class DefinitionPanel extends Component {
  state = { hasSecrets: false };

  render({ job, path }, { hasSecrets }) {
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
      h(Reproduction, { path }));
  }
}

function pair(name, value) {
  return [h("dt", {}, name), h("dd", {}, value)];
}
