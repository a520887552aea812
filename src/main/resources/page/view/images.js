import { get, send } from "../api/client.js";
import { projectPath } from "../api/paths.js";
import { Component, h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { Empty, ErrorNote } from "../ui/notes.js";
import { Panel } from "../ui/parts.js";

/** The images of a project, and the commands that push one. Props: project. */
export class ImagesPanel extends Component {
  state = { images: null, error: null };

  componentDidMount() {
    this.refresh();
  }

  refresh = async () => {
    try {
      const path = projectPath(this.props.project.projectId);
      this.setState({ images: (await get(`${path}/container-registry/images`)).images ?? [], error: null });
    } catch (error) {
      this.setState({ error });
    }
  };

  render({ project }, { images, error, isHelping }) {
    return h(Panel, { title: "Images", actions: h("button", {
      type: "button",
      "aria-expanded": String(Boolean(isHelping)),
      onClick: () => this.setState({ isHelping: !isHelping }),
    }, "How to push an image") },
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      images?.length === 0 && h(Empty, { title: "No image was pushed to this project yet." }),
      images?.length > 0 && h("p", {}, images.map((image) => h("code", { key: image }, image, " "))),
      (isHelping || images?.length === 0) && h(PushHelp, { project }));
  }
}

function PushHelp({ project }) {
  const registry = project.containerRegistry ?? "";
  const server = registry.split("/")[0];
  const login = `curl -s -H "Authorization: Bearer $TOKEN" \\
  ${new URL(`api/v1/${projectPath(project.projectId)}/container-registry/token`, document.baseURI)} |
  docker login --username AWS --password-stdin ${server}
docker tag IMAGE ${registry}REPOSITORY:TAG
docker push ${registry}REPOSITORY:TAG`;
  return h("div", {},
    h(Form, {
      label: "Create repository",
      run: ({ name }) => send("POST", `${projectPath(project.projectId)}/container-registry/repo/${encodeURIComponent(name)}`),
    }, h(Field, { label: "1. Create a repository", name: "name", required: true, placeholder: "solver" })),
    h("div", { class: "pad" },
      h("p", {}, "2. Log in with a token of the API, tag the image and push it:"),
      h("pre", {}, login)));
}
