import { get, nextIndex } from "../api/client.js";
import { Component, h } from "../ui/dom.js";
import { bytes, time } from "../ui/format.js";
import { Empty, ErrorNote, Loading } from "../ui/notes.js";
import { Panel, Table } from "../ui/parts.js";

const PAGE = 200;

/**
 * What a folder contains, page by page. Props: path (of the task or project), folder (from the address), address (of
 * the view with that folder), onDownload (receives the path of a file).
 */
export class FolderPanel extends Component {
  state = { items: [], next: null, isLoading: true, error: null };

  componentDidMount() {
    this.read();
  }

  componentDidUpdate(before) {
    if (before.folder !== this.props.folder) {
      this.setState({ items: [], next: null, isLoading: true });
      this.read();
    }
  }

  read = async (pageIndex) => {
    const { path, folder } = this.props;
    try {
      const page = await get(`${path}/storage/files`, { folder, pageSize: PAGE, pageIndex });
      if (folder === this.props.folder) {
        const items = pageIndex ? this.state.items.concat(page.items) : page.items;
        this.setState({ items, next: nextIndex(page), isLoading: false, error: null });
      }
    } catch (error) {
      this.setState({ isLoading: false, error });
    }
  };

  render({ folder, address, onDownload }, { items, next, isLoading, error }) {
    return h(Panel, { title: folder || "All files", actions: [
      folder && h("a", { key: "up", class: "button", href: address(parentOf(folder)) }, "Folder above"),
      h("button", { key: "again", type: "button", onClick: () => this.read() }, "Read again")] },
      error && h(ErrorNote, { error }),
      isLoading && h(Loading),
      !isLoading && !error && items.length === 0 && h(Empty, { title: "There is no file here." },
        h("p", {}, "Jobs write files with the credentials in their environment; a link for an upload is created below.")),
      items.length > 0 && h(Table, {
        caption: "Folders and files",
        heads: ["Name", "Size", "Changed", "Actions"],
        numeric: [1],
        rows: items.map((item) => ({ key: item.path, cells: cells(item, folder, address, onDownload) })),
      }),
      next && h("p", {}, h("button", { type: "button", onClick: () => this.read(next) }, "More")));
  }
}

function cells({ path, size, modifiedAt }, folder, address, onDownload) {
  const name = path.slice(folder.length);
  return path.endsWith("/")
    ? [h("a", { href: address(path) }, name), "", "", ""]
    : [h("span", { class: "mono" }, name), bytes(size), time(modifiedAt),
        h("button", { type: "button", "aria-label": `Download ${name}`, onClick: () => onDownload(path) }, "Download")];
}

/** @param {string} folder with a slash at its end */
function parentOf(folder) {
  return folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1);
}
