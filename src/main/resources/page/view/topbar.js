import { Component, h } from "../ui/dom.js";
import { nextTheme, theme } from "../ui/theme.js";

/** Navigation, theme and the present user. */
export class TopBar extends Component {
  state = { theme: theme() };

  render({ user, route, onLogout }, { theme: chosen }) {
    return h("header", { class: "topbar" },
      h("a", { class: "brand", href: "#/" },
        h("img", { src: "page/icon.svg", alt: "", width: 20, height: 20 }), "OpenHTC"),
      h("nav", { "aria-label": "Views" },
        link("", "Overview", route.path === "" || route.path.startsWith("projects")),
        link("queue", "Queue", route.path === "queue"),
        user?.rescaleAdmin && link("hosts", "Hosts", route.path === "hosts"),
        user?.workspaceAdmin && link("people", "People", route.path === "people"),
        user?.workspaceAdmin && link("administration", "Administration", route.path === "administration"),
        h("a", { href: "docs" }, "API")),
      h("div", { class: "topbar-end" },
        h("button", {
          type: "button",
          class: "quiet",
          onClick: () => this.setState({ theme: nextTheme() }),
        }, `Theme: ${chosen}`),
        user && h("span", { class: "who", title: user.email },
          user.fullName || user.email, h("small", {}, user.workspace.name)),
        h("button", { type: "button", class: "quiet", onClick: onLogout }, "Log out")));
  }
}

function link(path, name, isHere) {
  return h("a", { href: `#/${path}`, "aria-current": isHere ? "page" : undefined }, name);
}
