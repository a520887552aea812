import { send } from "../api/client.js";
import { Action } from "../ui/action.js";
import { h } from "../ui/dom.js";
import { Panel, Table } from "../ui/parts.js";

/**
 * The keys that verify tokens; the first one signs.
 * @param {{keys: any[], onDone: () => void}} props
 */
export function SigningKeysPanel({ keys, onDone }) {
  return h(Panel, { title: "Signing keys", note: "of tokens",
    actions: h(Action, { label: "New key", confirm: "Sign all tokens with a new key?",
      run: () => send("POST", "admin/signing-keys"), onDone }) },
    h(Table, {
      caption: "Signing keys, the one that signs first",
      heads: ["Key", "Algorithm", "Use", "Actions"],
      rows: keys.map(({ kid, alg }, index) => ({ key: kid, cells: [
        h("code", {}, kid), alg, index === 0 ? "signs and verifies" : "verifies",
        index > 0 && h(Action, { label: "Retire", kind: "danger", confirm: "Refuse the tokens that it has signed?",
          run: () => send("DELETE", `admin/signing-keys/${encodeURIComponent(kid)}`), onDone }),
      ] })),
    }));
}
