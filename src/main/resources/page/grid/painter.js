import { faded } from "./colors.js";

/**
 * Draws the visible rows of the grid, one write per pixel.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./model.js").GridModel} model
 * @param {ReturnType<typeof import("./layout.js").layoutOf>} layout
 * @param {{top: number, colors: Uint32Array, shown: Set<string> | null, selection: [number, number] | null,
 *   cursor: number}} options `top` is the first visible row; `shown` are the letters of a filter
 */
export function paint(context, model, layout, { top, colors, shown, selection, cursor }) {
  const { cell, columns, width, height } = layout;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const table = shown ? filtered(colors, shown) : colors;
  pixels.fill(colors[0]);
  const gap = cell >= 5 ? 1 : 0;
  const rows = Math.ceil(height / cell);
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * columns;
    const to = Math.min(model.size, from + columns);
    drawRow(pixels, model.cells, from, to, row * cell, { cell, gap, width, height, table, selection });
  }
  context.putImageData(image, 0, 0);
  outline(context, layout, top, cursor);
}

function drawRow(pixels, cells, from, to, y, { cell, gap, width, height, table, selection }) {
  const size = cell - gap;
  const last = Math.min(y + size, height);
  const start = y * width;
  for (let place = from, x = 0; place < to; place++, x += cell) {
    let color = table[cells[place]];
    if (selection && (place < selection[0] || place > selection[1])) {
      color = ((color >>> 1) & 0x7f7f7f) | 0xff000000;
    }
    if (size === 1) {
      pixels[start + x] = color;
    } else {
      pixels.fill(color, start + x, start + x + size);
    }
  }
  for (let line = y + 1; line < last; line++) {
    pixels.copyWithin(line * width, start, start + width);
  }
}

function filtered(colors, shown) {
  const table = colors.map((color) => faded(color, colors[0]));
  for (const letter of shown) {
    table[letter.charCodeAt(0)] = colors[letter.charCodeAt(0)];
  }
  return table;
}

/** The cell of the keyboard and the mouse. */
function outline(context, { cell, columns, height }, top, cursor) {
  if (cursor < 0) {
    return;
  }
  const x = (cursor % columns) * cell;
  const y = (Math.floor(cursor / columns) - top) * cell;
  if (y < 0 || y >= height) {
    return;
  }
  const margin = Math.max(2, Math.ceil((9 - cell) / 2));
  context.lineWidth = 2;
  context.strokeStyle = getComputedStyle(context.canvas).color;
  context.strokeRect(x - margin, y - margin, cell + 2 * margin, cell + 2 * margin);
}
