import { get, list, send } from "../api/client.js";
import { projectPath } from "../api/paths.js";
import { address, open } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { ago, count } from "../ui/format.js";
import { Empty, ErrorNote, Loading } from "../ui/notes.js";
import { Heading, Panel, StatusBar, Table, sentence } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { liveOf, totalOf } from "../ui/states.js";
import { ImagesPanel } from "./images.js";

const MOST_TASKS = 1_000;

/** A project: its tasks with live counts, and its images. Props: project, user. */
export class ProjectView extends Polled {
  constructor(props) {
    super(props);
    this.interval = 5_000;
  }

  async load(signal) {
    const path = projectPath(this.props.project);
    const [project, tasks, counts] = await Promise.all([
      this.state.project ?? get(path, {}, signal),
      list(`${path}/tasks`, { pageSize: 1000 }, MOST_TASKS, signal),
      get(`${path}/task-summary-statistics`, {}, signal),
    ]);
    return { project, tasks, counts: new Map(counts.items.map((item) => [item.taskId, item.jobStatuses])) };
  }

  render({ project: id, user }, { isLoading, error, project, tasks, counts, isCreating }) {
    const hasNoTask = tasks?.items.length === 0;
    const isOpen = isCreating ?? hasNoTask;
    return h("section", { class: "view" },
      h(Heading, {
        title: project?.projectName ?? "Project",
        crumbs: [["Overview", "#/"]],
        actions: [
          h("a", { key: "files", class: "button", href: address("projects", id, "files") }, "Files"),
          user.workspaceAdmin && h("a", { key: "settings", class: "button", href: address("projects", id, "settings") }, "Settings"),
          h("button", { key: "new", type: "button", class: "primary", "aria-expanded": String(Boolean(isOpen)),
            onClick: () => this.setState({ isCreating: !isOpen }) }, "New task"),
        ],
      }, project?.projectDescription && h("p", { class: "muted" }, project.projectDescription)),
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      isLoading && h(Loading),
      hasNoTask && h(ImagesPanel, { key: "images", project }),
      isOpen && h(Panel, { title: "New task" }, hasNoTask && h(Empty, { title: "There is no task yet. A task groups jobs that belong together." }),
        h(NewTask, { project: id })),
      tasks && !hasNoTask && h(Panel, { title: "Tasks", note: tasks.isComplete ? null : `the first ${tasks.items.length}` },
        h(TaskTable, { project: id, tasks: tasks.items, counts })),
      tasks && !hasNoTask && h(ImagesPanel, { key: "images", project }));
  }
}

function TaskTable({ project, tasks, counts }) {
  return h(Table, {
    caption: "Tasks with the number of their jobs by status",
    heads: ["Task", "Jobs", "Live", "Failed", "All", "Created"],
    numeric: [2, 3, 4, 5],
    rows: [...tasks].reverse().map((task) => {
      const own = counts.get(task.taskId) ?? {};
      return { key: task.taskId, cells: [
        h("span", {}, h("a", { href: address("projects", project, "tasks", task.taskId) }, task.taskName),
          h("small", {}, task.taskDescription),
          task.lifecycleStatus !== "ACTIVE" && h("small", {}, task.lifecycleStatus.toLowerCase())),
        h("span", { class: "wide" }, h(StatusBar, { counts: own }), h("small", {}, sentence(own))),
        count(liveOf(own)), count(own.FAILED ?? 0), count(totalOf(own)), ago(task.createdAt),
      ] };
    }),
  });
}

function NewTask({ project }) {
  return h(Form, {
    label: "Create task",
    run: (values) => send("POST", `${projectPath(project)}/tasks`, values),
    onDone: (task) => open(address("projects", project, "tasks", task.taskId)),
  },
    h("div", { class: "form-grid" },
      h(Field, { label: "Name", name: "taskName", required: true, maxLength: 255 }),
      h(Field, { label: "Description", name: "taskDescription", maxLength: 4000 })));
}
