const CODED = /(\d*)([A-Z])/g;
const FIRST_SIZE = 1 << 12;

/**
 * The state of every job of a task: one byte per job, in the order of submission. Batches are kept
 * with the number of their first job, so that a change replaces only its part.
 */
export class GridModel {
  constructor() {
    this.clear();
  }

  clear() {
    this.cells = new Uint8Array(FIRST_SIZE);
    this.size = 0;
    /** @type {{parentJobId: string, order: number, size: number, first: number, jobName?: string, group?: string}[]} */
    this.batches = [];
    this.byId = new Map();
    this.counts = new Uint32Array(256);
  }

  /**
   * Adds or replaces batches.
   * @param {any[]} items of the endpoint of the grid, in the order of submission
   */
  accept(items) {
    for (const item of items) {
      const known = this.byId.get(item.parentJobId) ?? this.add(item);
      this.fill(known.first, item.cells);
    }
  }

  add(item) {
    const batch = { ...item, cells: undefined, first: this.size };
    this.reserve(this.size + item.size);
    this.size += item.size;
    this.batches.push(batch);
    this.byId.set(item.parentJobId, batch);
    return batch;
  }

  reserve(size) {
    if (size > this.cells.length) {
      const larger = new Uint8Array(Math.max(size, this.cells.length * 2));
      larger.set(this.cells);
      this.cells = larger;
    }
  }

  fill(first, coded) {
    let at = first;
    for (const [, length, letter] of coded.matchAll(CODED)) {
      const end = at + (length ? Number(length) : 1);
      const code = letter.charCodeAt(0);
      for (let i = at; i < end; i++) {
        this.counts[this.cells[i]]--;
      }
      this.cells.fill(code, at, end);
      this.counts[code] += end - at;
      at = end;
    }
  }

  /** @param {string} letter */
  count(letter) {
    return this.counts[letter.charCodeAt(0)];
  }

  /**
   * The job at a place of the grid.
   * @param {number} place from 0 to size - 1
   */
  job(place) {
    let low = 0;
    let high = this.batches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.batches[middle].first <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    const batch = this.batches[low];
    const index = place - batch.first;
    return { id: `${batch.parentJobId}:${index}`, index, batch, letter: String.fromCharCode(this.cells[place]) };
  }

  /**
   * The next place after `from` with one of these letters, or -1.
   * @param {number} from
   * @param {Set<string>} letters
   * @param {1 | -1} step
   */
  find(from, letters, step) {
    const codes = new Set([...letters].map((letter) => letter.charCodeAt(0)));
    for (let i = from + step; i >= 0 && i < this.size; i += step) {
      if (codes.has(this.cells[i])) {
        return i;
      }
    }
    return -1;
  }
}
