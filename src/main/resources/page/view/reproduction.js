import { get } from "../api/client.js";
import { Code } from "../ui/code.js";
import { Component, h } from "../ui/dom.js";
import { ErrorNote } from "../ui/notes.js";

/** The command that runs a job on another machine, read when it is opened. Props: path of the job. */
export class Reproduction extends Component {
  state = { command: null, error: null };

  toggle = async (event) => {
    if (!event.currentTarget.open || this.state.command) {
      return;
    }
    try {
      const { command } = await get(`${this.props.path}/reproduce`);
      this.setState({ command, error: null });
    } catch (error) {
      this.setState({ error });
    }
  };

  render(_, { command, error }) {
    return h("details", { class: "pad", onToggle: this.toggle },
      h("summary", {}, "Run it on my machine"),
      h("p", { class: "muted" }, "Log in to the registry first; the project’s page shows how. Secrets are taken from your environment."),
      error && h(ErrorNote, { error }),
      command && h(Code, { label: "the command", text: command }));
  }
}
