import { h } from "./dom.js";

/** What the codes of the API, and those of this page, mean. */
const TITLES = {
  ValidationError: "The request is not valid",
  MalformedBody: "The request is not valid JSON",
  Unauthorized: "The login is not accepted",
  Forbidden: "Your role does not permit this",
  NotFound: "Not found",
  IMAGE_UNAVAILABLE: "The image is missing",
  Conflict: "Not possible in the present state",
  PayloadTooLarge: "The request is too large",
  IdempotencyKeyReused: "Sent before with other content",
  TooManyRequests: "Too many requests",
  Unavailable: "Not available at the moment",
  InternalError: "A fault in the service",
  Unreachable: "No connection to the service",
};

/**
 * An error in the words of the API, with its code; an error of the page itself has none.
 * @param {{error: any, onRetry?: () => void}} props
 */
export function ErrorNote({ error, onRetry }) {
  return h("div", { class: "note error", role: "alert" },
    h("strong", {}, TITLES[error.code] ?? "This is not possible"),
    h("span", {}, error.message),
    error.code && h("code", {}, error.code),
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
