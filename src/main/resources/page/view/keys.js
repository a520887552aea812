import { get, send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { Code } from "../ui/code.js";
import { Component, h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { time } from "../ui/format.js";
import { Empty, ErrorNote, Note } from "../ui/notes.js";
import { Panel, Table } from "../ui/parts.js";

/** The API keys of a user. A new key is shown once. Props: person, onClose. */
export class KeysPanel extends Component {
  state = { keys: null, created: null, error: null };

  componentDidMount() {
    this.path = `admin/users/${encodeURIComponent(this.props.person.userId)}/api-keys`;
    this.refresh();
  }

  refresh = async () => {
    try {
      this.setState({ keys: await get(this.path), error: null });
    } catch (error) {
      this.setState({ error });
    }
  };

  created = (created) => {
    this.setState({ created });
    this.refresh();
  };

  render({ person, onClose }, { keys, created, error }) {
    return h(Panel, { title: `API keys of ${person.fullName}`,
      actions: h("button", { type: "button", onClick: onClose }, "Close") },
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      created && h("div", { class: "pad stack" },
        h(Note, {}, "Copy the key now; it is not shown again."),
        h(Code, { label: "the new key", class: "new-key", text: created.apiKey })),
      keys?.length === 0 && h(Empty, { title: "The user has no key and cannot log in yet." }),
      keys?.length > 0 && h(Table, {
        caption: "API keys",
        heads: ["Name", "Created", "Revoked", "Actions"],
        rows: keys.map((key) => ({ key: key.id, cells: [
          key.name, time(key.createdAt), time(key.revokedAt),
          !key.revokedAt && h(Action, { label: "Revoke", kind: "danger", confirm: `Revoke ${key.name}?`,
            run: () => send("DELETE", `${this.path}/${key.id}`), onDone: this.refresh }),
        ] })),
      }),
      h(ProgramHelp),
      h(Form, { label: "Create key", run: ({ name }) => send("POST", this.path, { name }), onDone: this.created },
        h(Field, { label: "Name of a new key", name: "name", required: true, maxLength: 255, placeholder: "laptop" })));
  }
}

/** How a program, such as a CI, exchanges a key for tokens. */
function ProgramHelp() {
  const oauth = new URL("api/v1/oauth2/token", document.baseURI);
  const command = `TOKEN=$(curl -sf -d grant_type=client_credentials -d client_id=ci -d client_secret="$OPENHTC_KEY" \\
  ${oauth} | jq -r .access_token)
curl -H "Authorization: Bearer $TOKEN" ${new URL("api/v1/htc/projects", document.baseURI)}`;
  return h("details", { class: "pad" },
    h("summary", {}, "Use a key in a CI"),
    h("p", { class: "muted" }, "Create a user with the role user for the CI, and store a key of it as the CI’s secret OPENHTC_KEY. Each run exchanges the key for a token:"),
    h(Code, { label: "the commands for a CI", text: command }));
}
