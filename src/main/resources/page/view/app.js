import { get } from "../api/client.js";
import { logout, onSession, token } from "../api/session.js";
import { routeOf } from "../router.js";
import { Component, h } from "../ui/dom.js";
import { ErrorNote } from "../ui/notes.js";
import { followTheme } from "../ui/theme.js";
import { LoginView } from "./login.js";
import { TopBar } from "./topbar.js";

/** The frame of all views: login, navigation, and the view of the address. */
export class App extends Component {
  state = { route: routeOf(location.hash), user: null, error: null, isLoggedIn: token() !== "" };

  componentDidMount() {
    followTheme();
    addEventListener("hashchange", () => this.setState({ route: routeOf(location.hash) }));
    onSession(() => this.begin());
    this.begin();
  }

  componentDidUpdate(_, before) {
    if (before.route.path !== this.state.route.path) {
      document.querySelector("h1")?.focus();
      scrollTo(0, 0);
    }
  }

  async begin() {
    const isLoggedIn = token() !== "";
    this.setState({ isLoggedIn, user: null, error: null });
    if (isLoggedIn) {
      try {
        this.setState({ user: (await get("auth/whoami")).user });
      } catch (error) {
        this.setState({ error });
      }
    }
  }

  render(_, { isLoggedIn, user, route, error }) {
    if (!isLoggedIn) {
      document.title = "OpenHTC";
      return h(LoginView, { hint: error });
    }
    return h("div", { class: "frame" },
      h("a", { class: "skip", href: "#main", onClick: skip }, "Skip to content"),
      h(TopBar, { user, route, onLogout: logout }),
      h("main", { id: "main", tabIndex: -1 },
        error && h(ErrorNote, { error, onRetry: () => this.begin() }),
        user && this.view(route, user)));
  }

  view(route, user) {
    if (!route.view) {
      return h("section", { class: "view" },
        h("h1", { tabIndex: -1 }, "There is no such view"),
        h("p", {}, h("a", { href: "#/" }, "Go to the overview")));
    }
    // Another address of the same view is another component: its data must not be mixed.
    return h(route.view, { key: route.path, ...route.parameters, query: route.query, user });
  }
}

/** The address of the page is its hash, so the link moves the focus itself. */
function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}
