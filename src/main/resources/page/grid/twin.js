import { address } from "../ui/address.js";
import { Component, h } from "../ui/dom.js";
import { count, shortId } from "../ui/format.js";
import { Table } from "../ui/parts.js";
import { STATES } from "../ui/states.js";

const PAGE = 100;

/** The grid as a table: one row for each batch. Props: project, task, model. */
export class BatchTable extends Component {
  state = { page: 0 };

  render({ project, task, model }, { page }) {
    const states = STATES.filter(({ letter }) => model.count(letter) > 0);
    const pages = Math.ceil(model.batches.length / PAGE);
    const shown = model.batches.slice(page * PAGE, (page + 1) * PAGE);
    return h("div", {},
      h(Table, {
        caption: "Jobs by batch and state",
        heads: ["Batch", "Group", "Jobs", ...states.map(({ name }) => name)],
        numeric: [2, ...states.map((_, index) => index + 3)],
        rows: shown.map((batch) => {
          const counts = countsOf(model, batch);
          return { key: batch.parentJobId, cells: [
            h("a", { href: address("projects", project, "tasks", task, "jobs", `${batch.parentJobId}:0`) },
              batch.jobName ?? shortId(batch.parentJobId)),
            batch.group ?? "–", count(batch.size), ...states.map(({ letter }) => count(counts[letter.charCodeAt(0)]))] };
        }),
      }),
      pages > 1 && h("div", { class: "grid-status" },
        h("button", { type: "button", disabled: page === 0, onClick: () => this.setState({ page: page - 1 }) }, "Earlier"),
        h("span", {}, `page ${page + 1} of ${pages}`),
        h("button", { type: "button", disabled: page >= pages - 1, onClick: () => this.setState({ page: page + 1 }) }, "Later")));
  }
}

function countsOf(model, batch) {
  const counts = new Uint32Array(256);
  for (let place = batch.first; place < batch.first + batch.size; place++) {
    counts[model.cells[place]]++;
  }
  return counts;
}
