import { get, list } from "../api/client.js";
import { h } from "../ui/dom.js";
import { counted } from "../ui/format.js";
import { namesOf } from "../ui/names.js";
import { ErrorNote, Loading } from "../ui/notes.js";
import { Heading, Panel } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { WaitingTable } from "./waiting.js";

/** All waiting jobs of the workspace, by what they need. */
export class QueueView extends Polled {
  async load(signal) {
    const [queue, projects] = await Promise.all([
      get("htc/queue", {}, signal),
      this.state.projects ?? list("htc/projects", { pageSize: 1000 }, 10_000, signal),
    ]);
    return { queue: queue.items, projects };
  }

  render(_, { isLoading, error, queue, projects }) {
    const jobs = queue?.reduce((sum, item) => sum + item.jobs, 0) ?? 0;
    return h("section", { class: "view" },
      h(Heading, { title: "Queue" },
        h("p", { class: "muted" }, "Jobs that need the same resources wait for the same reason. ",
          "Higher priorities are served first, then projects that use fewer vCPUs, then older jobs.")),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      queue && h(Panel, { title: "Waiting jobs", note: `${counted(jobs, "job")} in ${counted(queue.length, "class", "classes")}` },
        h(WaitingTable, { items: queue, names: namesOf(projects.items) })));
  }
}
