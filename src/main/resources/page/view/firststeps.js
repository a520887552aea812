import { send } from "../api/client.js";
import { address, open } from "../ui/address.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { Empty } from "../ui/notes.js";
import { Panel } from "../ui/parts.js";

/** What a new installation shows: the way to the first batch. */
export function FirstSteps({ user }) {
  return h(Panel, { title: "Welcome: there is no project yet" },
    h("ol", { class: "steps" },
      h("li", {}, "Create a project: it holds images and files, and people of the workspace share it."),
      h("li", {}, "Push an image to the project’s registry. The project’s page shows the commands."),
      h("li", {}, "Create a task, and submit a batch of 1 to 1000 equal jobs to it."),
      h("li", {}, "Watch the task: each job is one cell; click a failed one to read its log.")),
    user.workspaceAdmin
      ? h(NewProject)
      : h(Empty, { title: "A workspace administrator can create projects." }));
}

/** Creates a project and opens it. */
export function NewProject() {
  return h(Form, {
    label: "Create project",
    run: (values) => send("POST", "htc/projects", values),
    onDone: (project) => open(address("projects", project.projectId)),
  },
    h("div", { class: "form-grid" },
      h(Field, { label: "Name", name: "projectName", required: true, maxLength: 255 }),
      h(Field, { label: "Description", name: "projectDescription", maxLength: 4000 })));
}
