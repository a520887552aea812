import { queryOf, send } from "./client.js";
import { taskPath } from "./paths.js";

/**
 * Changes the jobs of a task that the filter chooses. Its result is a receipt.
 * @param {string} project
 * @param {string} task
 * @param {"cancel" | "retry"} change
 * @param {Record<string, unknown>} [filter] those without a value are left out
 */
export function changeJobs(project, task, change, filter = {}) {
  return send("POST", `${taskPath(project, task)}/jobs/${change}${queryOf(filter)}`);
}
