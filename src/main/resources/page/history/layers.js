import { STATUSES } from "../ui/states.js";

/**
 * The layers of the plot from the bottom up: ended jobs first, so that they grow from the ground.
 * @param {{at: string[], jobStatuses: Record<string, number[]>}} series
 */
export function layersOf(series) {
  return STATUSES.map(({ status, name, color }) => ({ name, color, values: series.jobStatuses[status] ?? [] }))
    .filter(({ values }) => values.some((value) => value > 0));
}

/**
 * The counts at some of the points, the last one included.
 * @param {{at: string[], jobStatuses: Record<string, number[]>}} series
 * @param {number} most
 */
export function rowsOf(series, most) {
  const last = series.at.length - 1;
  const step = Math.max(1, Math.ceil(series.at.length / most));
  const rows = [];
  for (let index = last; index >= 0; index -= step) {
    const counts = Object.fromEntries(
      Object.entries(series.jobStatuses).map(([status, values]) => [status, values[index]]));
    rows.push({ at: series.at[index], counts });
  }
  return rows;
}
