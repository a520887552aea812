import { AdministrationView } from "./admin/administration.js";
import { SettingsView } from "./admin/settings.js";
import { SubmitView } from "./submit/view.js";
import { FilesView } from "./view/files.js";
import { HostsView } from "./view/hosts.js";
import { JobView } from "./view/job.js";
import { OverviewView } from "./view/overview.js";
import { PeopleView } from "./view/people.js";
import { ProjectView } from "./view/project.js";
import { QueueView } from "./view/queue.js";
import { TaskView } from "./view/task.js";

/**
 * The views by address: a name with a colon matches one part of the path.
 * @type {[string, any][]}
 */
const ROUTES = [
  ["", OverviewView],
  ["queue", QueueView],
  ["hosts", HostsView],
  ["people", PeopleView],
  ["administration", AdministrationView],
  ["projects/:project", ProjectView],
  ["projects/:project/settings", SettingsView],
  ["projects/:project/files", FilesView],
  ["projects/:project/tasks/:task", TaskView],
  ["projects/:project/tasks/:task/submit", SubmitView],
  ["projects/:project/tasks/:task/files", FilesView],
  ["projects/:project/tasks/:task/jobs/:job", JobView],
];

/**
 * The view of an address such as `#/projects/1/tasks/2?group=a`.
 * @param {string} hash
 */
export function routeOf(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  for (const [pattern, view] of ROUTES) {
    const parameters = match(pattern.split("/").filter(Boolean), parts);
    if (parameters) {
      return { view, parameters, query: new URLSearchParams(query), path: parts.join("/") };
    }
  }
  return { view: null, parameters: {}, query: new URLSearchParams(), path };
}

function match(pattern, parts) {
  if (pattern.length !== parts.length) {
    return null;
  }
  const parameters = {};
  for (const [index, name] of pattern.entries()) {
    if (name.startsWith(":")) {
      parameters[name.slice(1)] = parts[index];
    } else if (name !== parts[index]) {
      return null;
    }
  }
  return parameters;
}
