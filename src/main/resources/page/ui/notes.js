import { h } from "./dom.js";

/**
 * An error in the words of the API.
 * @param {{error: any, onRetry?: () => void}} props
 */
export function ErrorNote({ error, onRetry }) {
  return h("div", { class: "note error", role: "alert" },
    h("strong", {}, error.code ?? "Error"),
    h("span", {}, error.message),
    error.requestId && error.status >= 500 && h("code", {}, `request id ${error.requestId}`),
    onRetry && h("button", { type: "button", onClick: onRetry }, "Try again"));
}

/** @param {{children: any}} props */
export function Note({ children }) {
  return h("div", { class: "note", role: "status" }, children);
}

/**
 * What a list without entries shows: the next step.
 * @param {{title: string, children?: any}} props
 */
export function Empty({ title, children }) {
  return h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), children);
}

/** Shown until a view has read its data. */
export function Loading() {
  return h("p", { class: "loading", role: "status" }, "Loading …");
}
