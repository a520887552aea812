import { get } from "../api/client.js";
import { Code } from "../ui/code.js";
import { Component, h } from "../ui/dom.js";
import { ErrorNote } from "../ui/notes.js";

/** The command that runs a job on another machine, read when it is opened. Props: path of the job. */
export class Reproduction extends Component {
  state = { wasOpened: false };

  toggle = (event) => event.currentTarget.open && this.setState({ wasOpened: true });

  render({ path }, { wasOpened }) {
    return h("details", { class: "pad", onToggle: this.toggle },
      h("summary", {}, "Run it on my machine"),
      wasOpened && h(ReproductionNote, { path }));
  }
}

/** The command that runs a job on another machine. Props: path of the job. */
export class ReproductionNote extends Component {
  state = { command: null, error: null };

  async componentDidMount() {
    try {
      const { command } = await get(`${this.props.path}/reproduce`);
      this.setState({ command });
    } catch (error) {
      this.setState({ error });
    }
  }

  render(_, { command, error }) {
    return h("div", { class: "stack" },
      h("p", { class: "muted" }, "Log in to the registry first; the project’s page shows how. Secrets are taken from your environment."),
      error && h(ErrorNote, { error }),
      command && h(Code, { label: "the command", text: command }));
  }
}
