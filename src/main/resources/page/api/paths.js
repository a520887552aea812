/** @param {string} project */
export function projectPath(project) {
  return `htc/projects/${encodeURIComponent(project)}`;
}

/**
 * @param {string} project
 * @param {string} task
 */
export function taskPath(project, task) {
  return `${projectPath(project)}/tasks/${encodeURIComponent(task)}`;
}

/**
 * @param {string} project
 * @param {string} task
 * @param {string} job
 */
export function jobPath(project, task, job) {
  return `${taskPath(project, task)}/jobs/${encodeURIComponent(job).replace("%3A", ":")}`;
}
