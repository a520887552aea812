import { Component, h } from "../ui/dom.js";
import { duration, memory } from "../ui/format.js";
import { Panel } from "../ui/parts.js";
import { quoted } from "../ui/shell.js";
import { Reproduction } from "./reproduction.js";
import { UserName } from "./username.js";

const SECRET = /secret|token|password|passwd|key|credential/i;

function isSecret({ name }) {
  return SECRET.test(name);
}

/** What a job runs and within which limits. Values of variables whose names are those of secrets are hidden. */
export class DefinitionPanel extends Component {
  state = { hasSecrets: false };

  render({ job, path, user }, { hasSecrets }) {
    const envs = job.envs ?? [];
    return h(Panel, { title: "Definition", actions: envs.some(isSecret) && h("button", {
      type: "button",
      "aria-pressed": String(hasSecrets),
      onClick: () => this.setState({ hasSecrets: !hasSecrets }),
    }, hasSecrets ? "Hide secrets" : "Show secrets") },
      h("dl", { class: "pairs" },
        pair("Image", h("code", {}, job.imageName)),
        pair("Command", h(Text, { text: commandOf(job.commands ?? []) })),
        pair("Limits", `${job.maxVCpus} vCPU, ${memory(job.maxMemory)}, disk ${job.maxDiskGiB ?? "–"} GiB, ${duration(job.execTimeoutSeconds * 1000)}`),
        pair("Architecture", job.architecture),
        pair("Group", job.group ?? "–"),
        envs.map((env) => pair(h("code", {}, env.name),
          h(Text, { text: isSecret(env) && !hasSecrets ? "••••••" : env.value }))),
        (job.tags ?? []).map((tag) => pair(`Tag ${tag.key}`, tag.value)),
        job.retryStrategy?.maxRetries > 0 && pair("Retries", `at most ${job.retryStrategy.maxRetries}`),
        job.jobName && pair("Name", job.jobName),
        pair("Submitted by", h(UserName, { id: job.createdBy, user }))),
      h(Reproduction, { path }));
  }
}

/** A script for a shell is shown without its quotes, line by line. */
function commandOf(commands) {
  const [shell, flag, script, ...rest] = commands;
  const isScript = /^(\/bin\/)?(sh|bash)$/.test(shell) && flag === "-c" && script !== undefined && rest.length === 0;
  return isScript ? script.replace(/^\n+|\s+$/g, "") : commands.map(quoted).join(" ");
}

/** A long text scrolls, so the keyboard has to reach it. */
function Text({ text }) {
  return text.includes("\n") ? h("pre", { tabIndex: 0 }, text) : h("code", {}, text);
}

function pair(name, value) {
  return [h("dt", {}, name), h("dd", {}, value)];
}
