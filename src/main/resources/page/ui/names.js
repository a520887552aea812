/**
 * The names of projects by id.
 * @param {{projectId: string, projectName: string}[]} projects
 * @returns {Map<string, string>}
 */
export function namesOf(projects) {
  return new Map(projects.map(({ projectId, projectName }) => [projectId, projectName]));
}
