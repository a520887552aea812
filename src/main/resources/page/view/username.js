import { get } from "../api/client.js";
import { Component, h } from "../ui/dom.js";

/** Names of other users by id, read once. */
const known = new Map();

/**
 * The name of a user: known of oneself, and to administrators of others, too. Props: id, user (of the session).
 */
export class UserName extends Component {
  componentDidMount() {
    this.read();
  }

  async read() {
    const { id, user } = this.props;
    if (id === user.userId || !user.workspaceAdmin || known.has(id)) {
      return;
    }
    try {
      known.set(id, (await get(`admin/users/${encodeURIComponent(id)}`)).fullName);
      this.setState({});
    } catch {
      // A user of another workspace, or one who was removed: the id is shown.
    }
  }

  render({ id, user }) {
    if (id === user.userId) {
      return `${user.fullName || user.email} (you)`;
    }
    return known.has(id) ? h("span", { title: id }, known.get(id)) : h("code", {}, id);
  }
}
