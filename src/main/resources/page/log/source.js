import { get, nextIndex } from "../api/client.js";
import { openStream } from "../api/stream.js";

const PAGE = 5_000;
const LARGEST_PAGE = 10_000;

/**
 * The lines of a log. Of an ended job the newest lines come first and older ones are read on demand;
 * the lines of a live job arrive by a stream, from its first line on.
 */
export class LogSource {
  /**
   * @param {string} path of the job
   * @param {() => void} onChange
   * @param {number} [attempt] the last one if it is absent
   */
  constructor(path, onChange, attempt) {
    this.path = `${path}/logs`;
    this.attempt = attempt;
    this.onChange = onChange;
    /** @type {string[]} */
    this.messages = [];
    /** @type {string[]} */
    this.times = [];
    this.hasOlder = false;
    this.state = "closed";
  }

  /** Reads the newest lines of an ended job. */
  async readNewest() {
    this.older = null;
    this.messages = [];
    this.times = [];
    await this.readOlder();
  }

  /** Reads the lines before the present ones. Returns how many. */
  async readOlder() {
    const page = await get(this.path, { ...this.query(PAGE), pageIndex: this.older });
    const lines = page.items.reverse();
    this.messages = lines.map((line) => line.message).concat(this.messages);
    this.times = lines.map((line) => line.timestamp).concat(this.times);
    this.older = nextIndex(page);
    this.hasOlder = this.older !== null;
    this.onChange();
    return lines.length;
  }

  query(pageSize) {
    return { sort: "desc", pageSize, attempt: this.attempt };
  }

  /** Reads all older lines. */
  async readAll() {
    const messages = [];
    const times = [];
    while (this.hasOlder) {
      const page = await get(this.path, { ...this.query(LARGEST_PAGE), pageIndex: this.older });
      messages.push(...page.items.map((line) => line.message));
      times.push(...page.items.map((line) => line.timestamp));
      this.older = nextIndex(page);
      this.hasOlder = this.older !== null;
    }
    this.messages = messages.reverse().concat(this.messages);
    this.times = times.reverse().concat(this.times);
    this.onChange();
  }

  /** Receives the lines of a live job. */
  follow() {
    this.messages = [];
    this.times = [];
    this.hasOlder = false;
    this.close = openStream(
      `${this.path}/stream`,
      (type, line) => {
        if (type === "log") {
          this.messages.push(line.message);
          this.times.push(line.timestamp);
          this.onChange();
        }
      },
      (state) => {
        this.state = state;
        this.onChange();
      },
    );
  }

  /** Ends the stream. */
  close() {}
}
