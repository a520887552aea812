const LARGEST_CELL = 16;
/** Height to which cells are enlarged, and height up to which cells of one pixel are all shown. */
const USUAL_PX = 640;
const MOST_PX = 1000;
const LEAST_PX = 60;

/**
 * Where cells are: rows of `columns` cells, `cell` device pixels wide and high. When a million jobs
 * do not fit at one pixel each, the rest is reached by scrolling.
 * @param {number} jobs
 * @param {number} width of the canvas in device pixels
 * @param {number} zoom 0 fits all jobs, each step doubles the cells
 * @param {number} scale device pixels per CSS pixel
 */
export function layoutOf(jobs, width, zoom, scale) {
  const largest = Math.round(LARGEST_CELL * scale);
  let cell = largest;
  while (cell > 1 && Math.ceil(jobs / Math.floor(width / cell)) * cell > USUAL_PX * scale) {
    cell--;
  }
  cell = Math.min(largest, cell * 2 ** zoom);
  const columns = Math.max(1, Math.floor(width / cell));
  const rows = Math.ceil(jobs / columns);
  const most = (cell === 1 ? MOST_PX : USUAL_PX) * scale;
  const height = Math.min(most, Math.max(LEAST_PX * scale, rows * cell));
  return { cell, columns, rows, width, height, visibleRows: Math.ceil(height / cell), canZoom: cell < largest };
}
