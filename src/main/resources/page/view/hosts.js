import { list, send } from "../api/client.js";
import { LanesPanel } from "../lanes/panel.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { ago, count, memory } from "../ui/format.js";
import { Empty, ErrorNote, Loading } from "../ui/notes.js";
import { Figure, Heading, Meter, Panel, StatusChip, Table } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { ChangeForm, QuarantineForm, RegisterForm } from "./hostforms.js";

const MOST_HOSTS = 5_000;

/** The compute hosts with what is used of them, for platform administrators. Props: user. */
export class HostsView extends Polled {
  async load(signal) {
    return { hosts: await list("admin/hosts", { pageSize: 1000 }, MOST_HOSTS, signal) };
  }

  render(_, { isLoading, error, hosts, isRegistering, quarantining, changing }) {
    const items = hosts?.items ?? [];
    return h("section", { class: "view" },
      h(Heading, { title: "Hosts", actions: h("button", {
        type: "button",
        "aria-expanded": String(Boolean(isRegistering)),
        onClick: () => this.setState({ isRegistering: !isRegistering }),
      }, "Register a host") }),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      isRegistering && h(Panel, { title: "Register a host" },
        h(RegisterForm, { onDone: () => this.close({ isRegistering: false }) })),
      quarantining && h(Panel, { title: `Quarantine ${quarantining}` },
        h(QuarantineForm, { name: quarantining, onDone: () => this.close({ quarantining: null }) })),
      changing && h(Panel, { title: `Change ${changing.name}` },
        h(ChangeForm, { key: changing.name, host: changing, onDone: () => this.close({ changing: null }) })),
      hosts && h(Summary, { items }),
      hosts && h(Panel, { title: "Hosts", note: hosts.isComplete ? null : `the first ${items.length}` },
        items.length === 0
          ? h(Empty, { title: "There is no host. Register one: no job can run without it." })
          : this.table(items)),
      items.length > 0 && h(LanesPanel, { names: items.map(({ name }) => name) }));
  }

  close(change) {
    this.setState(change);
    this.refresh();
  }

  table(items) {
    return h(Table, {
      caption: "Hosts with their state, what jobs use of them, and what can be done",
      heads: ["Host", "State", "Jobs", "vCPUs", "Memory", "Machine", "Last seen", "Actions"],
      numeric: [2],
      rows: items.map((host) => ({ key: host.name, cells: [
        h("span", {}, h("b", {}, host.name), h("small", {}, host.region), h("small", { class: "mono" }, host.endpoint)),
        h(State, { host }),
        count(host.liveJobs),
        h(Meter, { used: inUse(host), whole: host.vcpusForJobs, text: vcpusInUse(host) }),
        h(Meter, { used: host.usedMemoryMib, whole: host.memoryForJobsMib,
          text: `${memory(host.usedMemoryMib)} of ${memory(host.memoryForJobsMib)}` }),
        h(Machine, { host }),
        ago(host.lastSeenAt),
        this.actions(host),
      ] })),
    });
  }

  actions(host) {
    const call = (action) => () => send("POST", `admin/hosts/${encodeURIComponent(host.name)}/${action}`);
    const isWorking = host.duty === "WORKING" && host.health !== "QUARANTINED";
    return h("span", { class: "actions" },
      isWorking && h(Action, { label: "Drain", run: call("drain"), onDone: this.refresh,
        confirm: "Place no more jobs here?" }),
      isWorking && h("button", { type: "button", onClick: () => this.setState({ quarantining: host.name }) }, "Quarantine"),
      !isWorking && h(Action, { label: "Resume", run: call("resume"), onDone: this.refresh }),
      host.source === "API" && h("button", { type: "button", onClick: () => this.setState({ changing: host }) }, "Change"),
      host.source === "API" && h(Action, { label: "Remove", kind: "danger", confirm: `Remove ${host.name}?`,
        run: () => send("DELETE", `admin/hosts/${encodeURIComponent(host.name)}`), onDone: this.refresh }));
  }
}

/** Jobs beyond the host's room are placed ahead: they start when others have ended. */
function inUse(host) {
  return Math.min(host.usedVcpus, host.vcpusForJobs);
}

function vcpusInUse(host) {
  const ahead = host.usedVcpus - inUse(host);
  return `${count(inUse(host))} of ${count(host.vcpusForJobs)}${ahead > 0 ? `, ${count(ahead)} placed ahead` : ""}`;
}

function Summary({ items }) {
  const sum = (value) => items.reduce((total, host) => total + value(host), 0);
  const vcpus = sum((host) => (host.takesJobs ? host.vcpusForJobs : 0));
  const used = sum(inUse);
  return h("dl", { class: "figures" },
    h(Figure, { label: "Take jobs", value: `${count(items.filter((host) => host.takesJobs).length)} of ${count(items.length)}` }),
    h(Figure, { label: "Jobs on hosts", value: count(sum((host) => host.liveJobs)) }),
    h(Figure, { label: "vCPUs in use", value: count(used), note: `of ${count(vcpus)} for jobs` }),
    h(Figure, { label: "Memory in use", value: memory(sum((host) => host.usedMemoryMib)),
      note: `of ${memory(sum((host) => (host.takesJobs ? host.memoryForJobsMib : 0)))} for jobs` }));
}

function State({ host }) {
  const isWorking = host.duty === "WORKING";
  const name = (isWorking ? host.health : host.duty).toLowerCase();
  const color = host.takesJobs ? "--succeeded" : host.health === "UNREACHABLE" ? "--failed-exit" : "--retrying";
  return h("span", {}, h(StatusChip, { status: "", name, color }),
    !isWorking && host.health !== "READY" && h("small", {}, host.health.toLowerCase()),
    host.dutyReason && h("small", {}, host.dutyReason),
    host.healthReason && h("small", {}, host.healthReason));
}

function Machine({ host: { machine } }) {
  return machine
    ? h("span", {}, `${machine.architecture}, ${machine.vCPUs} vCPU, ${memory(machine.memoryMib)}`,
        h("small", {}, `engine ${machine.engineVersion}, disk limits ${machine.diskLimits.toLowerCase()}, isolation ${machine.isolation.toLowerCase()}`),
        machine.freeDiskGiB !== undefined && h("small", {}, `${count(machine.freeDiskGiB)} GiB of disk free`))
    : h("span", { class: "muted" }, "not measured yet");
}
