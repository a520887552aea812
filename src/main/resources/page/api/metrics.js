const LINE = /^(\w+)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:\\.|[^"\\])*)"/g;

/**
 * Reads the text format of Prometheus.
 * @param {string} text
 * @returns {{name: string, labels: Record<string, string>, value: number}[]}
 */
export function readMetrics(text) {
  const samples = [];
  for (const line of text.split("\n")) {
    const parts = LINE.exec(line);
    if (parts) {
      /** @type {Record<string, string>} */
      const labels = {};
      for (const [, name, value] of (parts[2] ?? "").matchAll(LABEL)) {
        labels[name] = value.replace(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter));
      }
      samples.push({ name: parts[1], labels, value: Number(parts[3]) });
    }
  }
  return samples;
}
