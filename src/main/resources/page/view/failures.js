import { changeJobs } from "../api/changes.js";
import { get } from "../api/client.js";
import { jobPath } from "../api/paths.js";
import { plain } from "../log/ansi.js";
import { Action } from "../ui/action.js";
import { address } from "../ui/address.js";
import { Component, h } from "../ui/dom.js";
import { count, counted, shortId } from "../ui/format.js";
import { Panel, StatusChip, Table } from "../ui/parts.js";
import { causeOf } from "../ui/states.js";
import { ReproductionNote } from "./reproduction.js";

/** Of so many causes, the largest ones, the page reads the last lines of the logs of their examples. */
const MOST_CAUSES = 5;

/**
 * Failed jobs by cause and by the last lines of their logs, each with an example that is opened, reproduced or run
 * again. Props: project, task, failures, onChanged.
 */
export class FailuresPanel extends Component {
  state = { lines: {}, reproduced: null };
  /** The jobs whose line was requested. */
  known = new Set();

  componentDidMount() {
    this.read();
  }

  componentDidUpdate() {
    this.read();
  }

  /** The last lines of the examples, read once and one after another. */
  async read() {
    const examples = this.props.failures.slice(0, MOST_CAUSES).flatMap(examplesOf).filter((id) => !this.known.has(id));
    examples.forEach((id) => this.known.add(id));
    for (const id of examples) {
      await this.readLine(id);
    }
  }

  async readLine(id) {
    const { project, task } = this.props;
    try {
      const { items } = await get(`${jobPath(project, task, id)}/logs`, { pageSize: 1 });
      this.setState(({ lines }) => ({ lines: { ...lines, [id]: plain(items[0]?.message ?? "") } }));
    } catch {
      // A log that is unavailable leaves its cell empty; the job's view shows the error.
    }
  }

  /** The different last lines of a cause with how many of the examples have them, the most frequent first. */
  endings(failure) {
    const byText = new Map();
    for (const id of examplesOf(failure)) {
      const line = this.state.lines[id];
      const text = line?.replace(/\d+/g, "0");
      if (line) {
        byText.set(text, { line, id, ...byText.get(text), jobs: (byText.get(text)?.jobs ?? 0) + 1 });
      }
    }
    return [...byText.values()].sort((a, b) => b.jobs - a.jobs);
  }

  render({ project, task, failures, onChanged }, { reproduced }) {
    const open = (id) => address("projects", project, "tasks", task, "jobs", id);
    return h(Panel, { title: "Failed jobs by cause", class: "failures" },
      h(Table, {
        caption: "Failed jobs by cause, exit code and last line",
        heads: ["Jobs", "Cause", "How their logs end", "Actions"],
        numeric: [0],
        rows: failures.map((failure) => {
          const endings = this.endings(failure);
          const id = endings[0]?.id ?? failure.exampleJobId;
          return { key: `${failure.failureCode} ${failure.exitCode} ${failure.userCancelled}`, cells: [
            h("b", {}, count(failure.jobs)),
            h(Cause, { failure }),
            h("span", {}, endings.map((ending) => h(Ending, { key: ending.id, ending, all: endings, href: open(ending.id) }))),
            h("span", { class: "row-actions" },
              h("a", { class: "button", href: open(id), "aria-label": `Open job ${shortId(id)}` }, "Open"),
              h("button", { type: "button", "aria-expanded": String(reproduced === id),
                onClick: () => this.setState({ reproduced: reproduced === id ? null : id }) }, "Reproduce"),
              h(Action, { label: "Retry", confirm: `Run ${counted(failure.jobs, "job")} again?`,
                run: () => changeJobs(project, task, "retry", filterOf(failure)), onDone: onChanged })),
          ] };
        }),
      }),
      reproduced && h("div", { class: "pad" }, h("p", {}, "Job ", h("code", {}, shortId(reproduced)), " on your machine:"),
        h(ReproductionNote, { key: reproduced, path: jobPath(project, task, reproduced) })));
  }
}

/** @param {{failure: any}} props */
export function Cause({ failure }) {
  const { name, color } = causeOf(failure);
  return h("span", {}, h(StatusChip, { status: "FAILED", name, color }),
    h("small", {}, [failure.exitCode !== undefined && `exit code ${failure.exitCode}`, failure.failureCode].filter(Boolean).join(", ")));
}

/** Jobs that were cancelled before they started have no log. */
function examplesOf({ examples, exampleJobId, userCancelled }) {
  return userCancelled ? [] : examples.length > 0 ? examples : [exampleJobId];
}

/** One of the last lines, with how many of the examined jobs have it. */
function Ending({ ending, all, href }) {
  const examined = all.reduce((sum, { jobs }) => sum + jobs, 0);
  return h("span", { class: "ending" },
    h("a", { href, class: "mono" }, ending.line),
    all.length > 1 && h("small", {}, `${ending.jobs} of ${examined} examined`));
}

function filterOf({ failureCode, exitCode, userCancelled }) {
  return { failureCode, exitCode, userCancelled };
}
