// The one place that names the library of components, so that its address is in one file.
export { Component, Fragment, createRef, h, render } from "../lib/preact/dist/preact.module.js";
