import { get, getText, send } from "../api/client.js";
import { projectPath } from "../api/paths.js";
import { Code } from "../ui/code.js";
import { Component, h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { Empty, ErrorNote, Note } from "../ui/notes.js";
import { Panel } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { quoted } from "../ui/shell.js";

const INTERVAL_MILLIS = 15_000;

/** The images of a project, and the commands that push one. Props: project. */
export class ImagesPanel extends Polled {
  constructor(props) {
    super(props);
    this.interval = INTERVAL_MILLIS;
  }

  async load(signal) {
    const path = projectPath(this.props.project.projectId);
    const images = (await get(`${path}/container-registry/images`, {}, signal)).images ?? [];
    // The commands stay in view when the first image arrives.
    return { images, wasEmpty: this.state.wasEmpty || images.length === 0 };
  }

  render({ project }, { images, wasEmpty, error, isHelping }) {
    const hasHelp = isHelping ?? wasEmpty;
    return h(Panel, { title: "Images", actions: h("button", {
      type: "button",
      "aria-expanded": String(Boolean(hasHelp)),
      onClick: () => this.setState({ isHelping: !hasHelp }),
    }, "How to push an image") },
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      images?.length === 0 && h(Empty, { title: "No image was pushed to this project yet." }),
      images?.length > 0 && h("ul", { class: "names" }, images.map((image) => h("li", { key: image }, h("code", {}, image)))),
      hasHelp && h(PushHelp, { project }));
  }
}

/** Creates a repository, and shows the three commands that push an image to it. Props: project. */
class PushHelp extends Component {
  state = { made: null };

  create = async ({ name, image }) => {
    const path = `${projectPath(this.props.project.projectId)}/container-registry`;
    await send("POST", `${path}/repo/${encodeURIComponent(name)}`);
    this.setState({ made: { name, image: image || name, password: await getText(`${path}/token`) } });
  };

  render({ project }, { made }) {
    return h("div", {},
      h(Form, { label: "Create repository", run: this.create },
        h("div", { class: "form-grid" },
          h(Field, { label: "Repository", name: "name", required: true, placeholder: "solver", hint: "its name in this project" }),
          h(Field, { label: "Your image", name: "image", placeholder: "solver:latest", hint: "its name on your machine; empty if it is the same" }))),
      made && h("div", { class: "pad stack" },
        h(Note, {}, `The repository ${made.name} exists. Run these commands where your image is. The password in the first one works for some hours.`),
        h(Code, { label: "the commands that push an image", text: commands(project, made) })),
      h("details", { class: "pad" },
        h("summary", {}, "Log in to the registry from a script"),
        h("div", { class: "stack" },
          h("p", { class: "muted" }, h("code", {}, "KEY"), " is your API key:"),
          h(Code, { label: "the commands that log in", text: loginCommands(project) }))));
  }
}

function registryOf(project) {
  return project.containerRegistry ?? "";
}

function commands(project, { name, image, password }) {
  const [host] = registryOf(project).split("/");
  const pushed = `${registryOf(project)}${name}:1.0`;
  return `echo ${password} | docker login --username AWS --password-stdin ${host}
docker tag ${quoted(image)} ${pushed}
docker push ${pushed}`;
}

function loginCommands(project) {
  const url = (path) => new URL(`api/v1/${path}`, document.baseURI);
  return `TOKEN=$(curl -s -H "Authorization: Token $KEY" ${url("auth/token")} | jq -r .tokenValue)
curl -s -H "Authorization: Bearer $TOKEN" \\
  ${url(`${projectPath(project.projectId)}/container-registry/token`)} |
  docker login --username AWS --password-stdin ${registryOf(project).split("/")[0]}`;
}
