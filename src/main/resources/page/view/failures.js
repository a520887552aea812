import { changeJobs } from "../api/changes.js";
import { get } from "../api/client.js";
import { jobPath } from "../api/paths.js";
import { Action } from "../ui/action.js";
import { address } from "../ui/address.js";
import { Component, h } from "../ui/dom.js";
import { count, counted, shortId } from "../ui/format.js";
import { Panel, StatusChip, Table } from "../ui/parts.js";
import { causeOf } from "../ui/states.js";

/** Failed jobs by cause, each with the last line of one of them. Props: project, task, failures, onChanged. */
export class FailuresPanel extends Component {
  state = { lines: {} };
  /** The jobs whose line was requested. */
  known = new Set();

  componentDidMount() {
    this.read();
  }

  componentDidUpdate() {
    this.read();
  }

  /** The last line of an example of each cause, read once. */
  read() {
    for (const { exampleJobId: id } of this.props.failures.slice(0, 10)) {
      if (!this.known.has(id)) {
        this.known.add(id);
        this.readLine(id);
      }
    }
  }

  async readLine(id) {
    const { project, task } = this.props;
    try {
      const { items } = await get(`${jobPath(project, task, id)}/logs`, { pageSize: 1 });
      this.setState(({ lines }) => ({ lines: { ...lines, [id]: items[0]?.message ?? "" } }));
    } catch {
      // A log that is unavailable leaves its cell empty; the job's view shows the error.
    }
  }

  render({ project, task, failures, onChanged }, { lines }) {
    return h(Panel, { title: "Failed jobs by cause" }, h(Table, {
      caption: "Failed jobs by cause and exit code",
      heads: ["Jobs", "Cause", "Example", "Its last line", "Exit code", "Run again"],
      numeric: [0, 4],
      rows: failures.map((failure) => {
        const cause = causeOf(failure);
        const id = failure.exampleJobId;
        return { key: `${failure.failureCode} ${failure.exitCode} ${failure.userCancelled}`, cells: [
          count(failure.jobs),
          h("span", {}, h(StatusChip, { status: "FAILED", name: cause.name, color: cause.color }), h("small", {}, failure.failureCode)),
          h("a", { href: address("projects", project, "tasks", task, "jobs", id), class: "mono" }, shortId(id)),
          h("span", { class: "mono" }, lines[id]),
          failure.exitCode ?? "–",
          h(Action, { label: "Retry", confirm: `Run ${counted(failure.jobs, "job")} again?`,
            run: () => changeJobs(project, task, "retry", filterOf(failure)), onDone: onChanged }),
        ] };
      }),
    }));
  }
}

function filterOf({ failureCode, exitCode, userCancelled }) {
  return { failureCode, exitCode, userCancelled };
}
