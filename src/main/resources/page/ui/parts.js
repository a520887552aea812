import { h } from "./dom.js";
import { count } from "./format.js";
import { STATUSES, statusColor, statusName, totalOf } from "./states.js";

/**
 * The heading of a view with its path. The tab has the same title, after the progress of a task that runs.
 * @param {{title: string, progress?: string, crumbs?: [string, string][], actions?: any, children?: any}} props
 */
export function Heading({ title, progress, crumbs = [], actions, children }) {
  document.title = `${progress ? `${progress} ` : ""}${title} – OpenHTC`;
  return h("header", { class: "heading" },
    crumbs.length > 0 && h("nav", { class: "crumbs", "aria-label": "Path" },
      crumbs.map(([name, href]) => h("a", { key: href, href }, name))),
    h("div", { class: "heading-row" },
      h("h1", { tabIndex: -1 }, title),
      actions && h("div", { class: "actions" }, actions)),
    children);
}

/**
 * A titled part of a view.
 * @param {{title: string, note?: any, actions?: any, children: any, class?: string}} props
 */
export function Panel({ title, note, actions, children, class: name = "" }) {
  return h("section", { class: `panel ${name}` },
    h("div", { class: "panel-head" },
      h("h2", {}, title),
      note && h("span", { class: "muted" }, note),
      actions && h("div", { class: "actions" }, actions)),
    children);
}

/**
 * A form at the end of a panel that is needed rarely, shown when it is opened.
 * @param {{label: string, children: any}} props
 */
export function More({ label, children }) {
  return h("details", { class: "more" }, h("summary", {}, label), children);
}

/**
 * A number with its name. `color` is that of the same jobs in bars and pictures.
 * @param {{label: string, value: any, note?: any, color?: string}} props
 */
export function Figure({ label, value, note, color }) {
  return h("div", { class: "figure" },
    h("dt", {}, color ? h(StatusChip, { status: "", name: label, color }) : label),
    h("dd", {}, value, note && h("small", {}, note)));
}

/** @param {{status: string, name?: string, color?: string}} props */
export function StatusChip({ status, name, color }) {
  return h("span", { class: "chip" },
    h("i", { class: "dot", style: { background: `var(${color ?? statusColor(status)})` } }),
    name ?? statusName(status));
}

/**
 * Counts per status as one bar; the text beside it carries the same numbers.
 * @param {{counts: Record<string, number>}} props
 */
export function StatusBar({ counts }) {
  const total = totalOf(counts);
  const shown = STATUSES.filter(({ status }) => counts[status] > 0);
  return h("span", { class: "statusbar", role: "img", "aria-label": sentence(counts) },
    shown.map(({ status, name, color }) =>
      h("span", {
        key: status,
        class: status === "FAILED" ? "part striped" : "part",
        title: `${count(counts[status])} ${name}`,
        style: { flexGrow: String(counts[status] / total), background: `var(${color})` },
      })));
}

/** @param {Record<string, number>} counts by status */
export function sentence(counts) {
  const parts = STATUSES.filter(({ status }) => counts[status] > 0).map(
    ({ status, name }) => `${count(counts[status])} ${name}`);
  return parts.length ? parts.join(", ") : "no jobs";
}

/**
 * How much of something is in use.
 * @param {{used: number, whole: number, text: string}} props
 */
export function Meter({ used, whole, text }) {
  const share = whole > 0 ? Math.min(1, used / whole) : 0;
  return h("span", { class: "meter" },
    h("span", { class: "meter-track" },
      h("span", { class: "meter-fill", style: { width: `${100 * share}%` } })),
    h("span", { class: "meter-text" }, text));
}

/**
 * A table with a caption for screen readers.
 * @param {{caption: string, heads: any[], rows: any[], numeric?: number[]}} props
 */
export function Table({ caption, heads, rows, numeric = [] }) {
  const cell = (name, index) => (numeric.includes(index) ? { class: "number", scope: name } : { scope: name });
  return h("div", { class: "table-wrap" },
    h("table", { style: { "--columns": String(heads.length) } },
      h("caption", { class: "hidden" }, caption),
      h("thead", {}, h("tr", {}, heads.map((head, i) => h("th", { key: i, ...cell("col", i) }, head)))),
      h("tbody", {}, rows.map(({ key, cells, class: name }) =>
        h("tr", { key, class: name }, cells.map((value, i) =>
          h("td", { key: i, class: numeric.includes(i) ? "number" : undefined }, value)))))));
}
