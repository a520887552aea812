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
 * The positions of some of the points at equal distances, the last one first.
 * @param {{at: string[]}} series
 * @param {number} most
 */
export function someOf({ at }, most) {
  const step = Math.max(1, Math.ceil(at.length / most));
  const positions = [];
  for (let index = at.length - 1; index >= 0; index -= step) {
    positions.push(index);
  }
  return positions;
}

/**
 * The counts at some of the points, the last one first.
 * @param {{at: string[], jobStatuses: Record<string, number[]>}} series
 * @param {number} most
 */
export function rowsOf(series, most) {
  return someOf(series, most).map((index) => ({
    at: series.at[index],
    counts: Object.fromEntries(
      Object.entries(series.jobStatuses).map(([status, values]) => [status, values[index]])),
  }));
}
