import { get } from "../api/client.js";
import { projectPath, taskPath } from "../api/paths.js";
import { address } from "../ui/address.js";
import { Code } from "../ui/code.js";
import { Component, h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { time } from "../ui/format.js";
import { ErrorNote } from "../ui/notes.js";
import { Heading, Panel } from "../ui/parts.js";
import { FolderPanel } from "./folder.js";

/**
 * The files of a project or a task, and links to them, which work without a token until they expire. Props: project,
 * task (absent for the files of the project), query (its `folder` is the folder that is shown).
 */
export class FilesView extends Component {
  state = { links: [] };

  async componentDidMount() {
    const { project, task } = this.props;
    try {
      const [owner, parent] = await Promise.all([get(projectPath(project)), task && get(taskPath(project, task))]);
      this.setState({ owner, parent });
    } catch {
      // The path above the heading keeps general names; the form shows errors.
    }
  }

  path() {
    const { project, task } = this.props;
    return task ? taskPath(project, task) : projectPath(project);
  }

  create = async ({ filePath, method }) => {
    const link = await get(`${this.path()}/storage/presigned-url`, { filePath, method });
    this.setState({ links: [{ filePath, method, ...link }, ...this.state.links], error: null });
  };

  download = async (filePath) => {
    try {
      const { url } = await get(`${this.path()}/storage/presigned-url`, { filePath, method: "GET" });
      const link = document.createElement("a");
      Object.assign(link, { href: url, rel: "noreferrer", download: filePath.slice(filePath.lastIndexOf("/") + 1) });
      link.click();
    } catch (error) {
      this.setState({ error });
    }
  };

  /** The address of this view with a folder. */
  folderAddress = (folder) => {
    const { project, task } = this.props;
    const own = task ? address("projects", project, "tasks", task, "files") : address("projects", project, "files");
    return folder ? `${own}?folder=${encodeURIComponent(folder)}` : own;
  };

  render({ project, task, query }, { links, owner, parent, error }) {
    const crumbs = [["Overview", "#/"], [owner?.projectName ?? "Project", address("projects", project)]];
    if (task) {
      crumbs.push([parent?.taskName ?? "Task", address("projects", project, "tasks", task)]);
    }
    return h("section", { class: "view" },
      h(Heading, { title: task ? "Files of the task" : "Files of the project", crumbs }),
      error && h(ErrorNote, { error }),
      h(FolderPanel, { path: this.path(), folder: query.get("folder") ?? "", address: this.folderAddress, onDownload: this.download }),
      h(Panel, { title: "Create a link" },
        h(Form, { label: "Create link", run: this.create },
          h("div", { class: "form-grid" },
            h(Field, { label: "Path of the file", name: "filePath", required: true, placeholder: "results/out.csv" }),
            h(Field, { label: "To", name: "method", as: "select" },
              h("option", { value: "GET" }, "download"), h("option", { value: "PUT" }, "upload"))))),
      links.map((link) => h(Link, { key: link.url, link })));
  }
}

function Link({ link }) {
  const isDownload = link.method === "GET";
  return h(Panel, { title: link.filePath, note: `${isDownload ? "download" : "upload"} until ${time(link.expiration)}`,
    actions: isDownload && h("a", { class: "button", href: link.url, rel: "noreferrer" }, "Download") },
    h("div", { class: "pad" }, h(Code, { label: "the command",
      text: isDownload ? `curl -o FILE '${link.url}'` : `curl -T FILE '${link.url}'` })));
}
