import { h, render } from "./ui/dom.js";
import { App } from "./view/app.js";

render(h(App, {}), document.getElementById("page"));
