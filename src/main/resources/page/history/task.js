import { h } from "../ui/dom.js";
import { time } from "../ui/format.js";
import { sentence } from "../ui/parts.js";
import { layersOf, rowsOf } from "./layers.js";
import { SeriesPanel } from "./panel.js";

const MOST_ROWS = 60;

/**
 * The jobs of a task by status over time.
 * @param {{series: any}} props
 */
export function TaskHistory({ series }) {
  return h(SeriesPanel, {
    title: "Status over time",
    series,
    layers: layersOf(series),
    text: historyText(series),
    table: {
      caption: "Jobs by time and status",
      heads: ["Time", "Jobs"],
      rows: rowsOf(series, MOST_ROWS).map(({ at, counts }) => ({ key: at, cells: [time(at), sentence(counts)] })),
    },
  });
}

/** The same as the picture in words. */
function historyText(series) {
  const [last] = rowsOf(series, 1);
  const first = rowsOf(series, series.at.length).at(-1);
  if (first.at === last.at) {
    return `At ${time(last.at)}: ${sentence(last.counts)}.`;
  }
  return `At ${time(first.at)}: ${sentence(first.counts)}. At ${time(last.at)}: ${sentence(last.counts)}.`;
}
