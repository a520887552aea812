import { h } from "../../ui/dom.js";
import { count } from "../../ui/format.js";
import { lineOf } from "./places.js";

const MOST = 20;

/**
 * What is wrong with a text. A click selects the place.
 * @param {{text: string, findings: import("./check.js").Finding[], onShow: (finding: any) => void}} props
 */
export function Findings({ text, findings, onShow }) {
  return h("div", { id: "json-findings", class: "json-findings", role: "status" },
    findings.length === 0
      ? h("small", {}, "The page found no problem in this text.")
      : h("ul", {}, findings.slice(0, MOST).map((finding, index) => h("li", { key: index },
          h("button", { type: "button", class: "link", onClick: () => onShow(finding) },
            `Line ${count(lineOf(text, finding.begin))}`), ` ${finding.message}`))),
    findings.length > MOST && h("small", {}, `and ${count(findings.length - MOST)} more`));
}
