import { login } from "../api/session.js";
import { Code } from "../ui/code.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { ErrorNote } from "../ui/notes.js";

/** @param {{hint: any}} props the error that has ended the session */
export function LoginView({ hint }) {
  return h("main", { class: "login" },
    h("div", { class: "login-brand" },
      h("img", { src: "page/icon.svg", alt: "", width: 40, height: 40 }),
      h("div", {}, h("h1", { tabIndex: -1 }, "OpenHTC"), h("p", { class: "muted" }, "Containers by the hundred thousand"))),
    hint && h(ErrorNote, { error: hint }),
    h(Form, { label: "Log in", run: ({ key }) => login(key.trim()) },
      h(Field, {
        label: "API key",
        name: "key",
        type: "password",
        required: true,
        autocomplete: "current-password",
        spellcheck: false,
        hint: "The page exchanges it for a token and keeps only the token, until this tab is closed.",
      })),
    h("details", {},
      h("summary", {}, "Where is my key?"),
      h("p", {}, "The first administrator’s key is in the file ", h("code", {}, "api-key"),
        " of the service’s home directory:"),
      h(Code, { label: "the command", text: 'cat "${OPENHTC_HOME:-$HOME/.openhtc}/api-key"' }),
      h("p", {}, "Everyone else receives a key from an administrator.")),
    h("p", { class: "muted" }, h("a", { href: "docs" }, "API documentation")));
}
