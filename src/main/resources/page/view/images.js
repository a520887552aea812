import { get, send } from "../api/client.js";
import { projectPath } from "../api/paths.js";
import { Code } from "../ui/code.js";
import { Component, h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { Empty, ErrorNote, Note } from "../ui/notes.js";
import { Panel } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";

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
      images?.length > 0 && h("p", {}, images.map((image) => h("code", { key: image }, image, " "))),
      hasHelp && h(PushHelp, { project }));
  }
}

class PushHelp extends Component {
  state = { repository: null };

  create = async ({ name }) => {
    const path = projectPath(this.props.project.projectId);
    await send("POST", `${path}/container-registry/repo/${encodeURIComponent(name)}`);
    this.setState({ repository: name });
  };

  render({ project }, { repository }) {
    return h("div", {},
      h(Form, { label: "Create repository", run: this.create },
        h(Field, { label: "1. Create a repository", name: "name", required: true, placeholder: "solver" }),
        repository && h(Note, {}, `The repository ${repository} exists; the commands below use it.`)),
      h("div", { class: "pad" },
        h("p", {}, "2. Log in, tag the image and push it. ", h("code", {}, "KEY"), " is your API key:"),
        h(Code, { label: "the commands that push an image", text: commands(project, repository ?? "REPOSITORY") })));
  }
}

function commands(project, repository) {
  const registry = project.containerRegistry ?? "";
  const url = (path) => new URL(`api/v1/${path}`, document.baseURI);
  return `TOKEN=$(curl -s -H "Authorization: Token $KEY" ${url("auth/token")} | jq -r .tokenValue)
curl -s -H "Authorization: Bearer $TOKEN" \\
  ${url(`${projectPath(project.projectId)}/container-registry/token`)} |
  docker login --username AWS --password-stdin ${registry.split("/")[0]}
docker tag IMAGE ${registry}${repository}:TAG
docker push ${registry}${repository}:TAG`;
}
