import { get, nextIndex } from "../api/client.js";
import { Component, h } from "../ui/dom.js";
import { time } from "../ui/format.js";
import { Empty, ErrorNote } from "../ui/notes.js";
import { Panel, Table } from "../ui/parts.js";

const PAGE = 50;

/** The audit trail, newest entries first. */
export class AuditPanel extends Component {
  state = { items: null, next: null, error: null };

  componentDidMount() {
    this.read(null);
  }

  async read(pageIndex) {
    try {
      const page = await get("admin/audit-entries", { pageSize: PAGE, pageIndex });
      this.setState({ items: [...(pageIndex ? this.state.items : []), ...page.items], next: nextIndex(page), error: null });
    } catch (error) {
      this.setState({ error });
    }
  }

  render(_, { items, next, error }) {
    return h(Panel, { title: "Audit trail", note: "requests that changed something",
      actions: h("button", { type: "button", onClick: () => this.read(null) }, "Read again") },
      error && h(ErrorNote, { error, onRetry: () => this.read(null) }),
      items?.length === 0 && h(Empty, { title: "Nothing was changed yet." }),
      items?.length > 0 && h(Table, {
        caption: "Audit trail, newest entries first",
        heads: ["Time", "Who", "Request", "Status"],
        numeric: [3],
        rows: items.map((entry) => ({ key: entry.entryId, cells: [
          time(entry.at), h("span", {}, entry.email ?? entry.userId, h("small", {}, entry.role)),
          h("code", {}, `${entry.method} ${entry.path}`), entry.status] })),
      }),
      next && h("div", { class: "pad" }, h("button", { type: "button", onClick: () => this.read(next) }, "Older entries")));
  }
}
