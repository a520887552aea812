import { get, nextIndex } from "../api/client.js";
import { taskPath } from "../api/paths.js";
import { GridModel } from "./model.js";

/** The most jobs that the page keeps: one byte and one pixel each. */
const MOST_JOBS = 2_000_000;

/** Reads the grid of a task: at first all batches, then those that have changed. */
export class GridSource {
  /**
   * @param {string} project
   * @param {string} task
   */
  constructor(project, task) {
    this.path = `${taskPath(project, task)}/jobs/grid`;
    this.model = new GridModel();
    this.since = "";
    this.isComplete = true;
  }

  /**
   * @param {AbortSignal} signal
   * @param {() => void} onPage called when a part has arrived
   */
  async refresh(signal, onPage) {
    const changedSince = this.since;
    let since = "";
    let pageIndex = null;
    do {
      const page = await get(this.path, { since: changedSince, pageIndex }, signal);
      since ||= page.since;
      this.model.accept(page.items);
      pageIndex = nextIndex(page);
      onPage();
    } while (pageIndex && this.model.size < MOST_JOBS);
    this.isComplete = !pageIndex;
    this.since = since;
  }

  /** Reads everything again, because jobs were removed. */
  restart() {
    this.model.clear();
    this.since = "";
  }
}
