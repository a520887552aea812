/**
 * Draws the layers as stacked areas. Each value holds until the next point.
 * @param {CanvasRenderingContext2D} context
 * @param {{times: number[], from: number, to: number, layers: {color: string, values: number[]}[]}} data
 *   `times` ascend, in milliseconds
 */
export function paintHistory(context, { times, from, to, layers }) {
  const { width, height } = context.canvas;
  const sums = times.map(() => 0);
  const most = Math.max(1, ...times.map((_, i) => layers.reduce((sum, { values }) => sum + values[i], 0)));
  const x = (time) => Math.round(((time - from) / Math.max(1, to - from)) * width);
  const y = (value) => height - (value / most) * height;
  context.clearRect(0, 0, width, height);
  for (const { color, values } of layers) {
    context.fillStyle = color;
    for (let i = 0; i < times.length; i++) {
      const left = x(times[i]);
      const right = i + 1 < times.length ? x(times[i + 1]) : width;
      const bottom = y(sums[i]);
      sums[i] += values[i];
      // At least a pixel, so that a change within the width of a pixel is visible.
      context.fillRect(left, y(sums[i]), Math.max(1, right - left), bottom - y(sums[i]));
    }
  }
}
