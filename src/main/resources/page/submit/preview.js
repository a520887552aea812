import { h } from "../ui/dom.js";
import { count, memory } from "../ui/format.js";
import { Panel, Table } from "../ui/parts.js";
import { ExpectedTime } from "../view/expected.js";

/** So many rows are shown; further batches are like them. */
const MOST_ROWS = 20;

/**
 * What batches would meet if they were submitted now.
 * @param {{batches: any[]}} props as `jobs/simulate` returns them
 */
export function Preview({ batches }) {
  const isLong = batches.length > MOST_ROWS;
  return h(Panel, { title: "Preview", note: isLong ? `nothing was submitted; ${MOST_ROWS} of ${count(batches.length)} batches` : "nothing was submitted" },
    h(Table, {
      caption: "What the batches would meet if they were submitted now",
      heads: ["Jobs", "Each needs", "Suitable hosts", "Reason to wait", "First start", "Last start"],
      numeric: [0, 2],
      rows: (isLong ? [...batches.slice(0, MOST_ROWS - 1), batches.at(-1)] : batches).map((batch, place) => ({ key: String(place), cells: [
        count(batch.batchSize),
        h("span", {}, `${batch.maxVCpus} vCPU, ${memory(batch.maxMemory)}`, h("small", {}, batch.imageName)),
        count(batch.hosts),
        batch.reason,
        h(ExpectedTime, { start: batch.firstStart }),
        h(ExpectedTime, { start: batch.lastStart }),
      ] })),
    }));
}
