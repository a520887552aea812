import { get } from "../api/client.js";
import { h } from "../ui/dom.js";
import { duration, shortId, time } from "../ui/format.js";
import { ErrorNote } from "../ui/notes.js";
import { Panel, StatusChip, Table } from "../ui/parts.js";
import { Polled } from "../ui/polled.js";
import { Lane, jobAddress, laneText } from "./lane.js";
import { barText, colorOf, outcomeOf } from "./model.js";

/** As many lanes as fit on a screen. */
const HOSTS = 20;
const MOST_ROWS = 200;
const MINUTE = 60_000;
const SPANS = [["5 min", 5 * MINUTE], ["15 min", 15 * MINUTE], ["1 h", 60 * MINUTE], ["6 h", 360 * MINUTE], ["24 h", 1_440 * MINUTE]];

/** The attempts on hosts over time. Props: names of the hosts. */
export class LanesPanel extends Polled {
  constructor(props) {
    super(props);
    this.interval = 5_000;
    Object.assign(this.state, { span: 15 * MINUTE, first: 0, hasTable: false, chosen: null });
  }

  async load(signal) {
    const { span, first } = this.state;
    const from = new Date(Date.now() - span).toISOString();
    const host = this.props.names.slice(first, first + HOSTS);
    const lanes = host.length ? await get("admin/host-attempts", { host, from }, signal) : null;
    return { lanes };
  }

  show(change) {
    this.setState(change, this.refresh);
  }

  render({ names }, { error, lanes, span, first, hasTable, chosen }) {
    const last = Math.min(names.length, first + HOSTS);
    return h(Panel, {
      title: "Attempts over time",
      note: names.length > HOSTS ? `hosts ${first + 1} to ${last} of ${names.length}` : null,
      actions: [
        h("span", { key: "spans", class: "tabs", role: "group", "aria-label": "Time" }, SPANS.map(([name, millis]) =>
          h("button", { key: name, type: "button", "aria-pressed": String(millis === span),
            onClick: () => this.show({ span: millis }) }, name))),
        names.length > HOSTS && h("button", { key: "before", type: "button", disabled: first === 0,
          onClick: () => this.show({ first: first - HOSTS }) }, "Hosts before"),
        names.length > HOSTS && h("button", { key: "after", type: "button", disabled: last === names.length,
          onClick: () => this.show({ first: first + HOSTS }) }, "Hosts after"),
        h("button", { key: "table", type: "button", "aria-expanded": String(hasTable),
          onClick: () => this.setState({ hasTable: !hasTable }) }, hasTable ? "Hide table" : "As a table"),
      ],
    },
      error && h(ErrorNote, { error, onRetry: this.refresh }),
      lanes && h("div", { class: "lanes" }, lanes.hosts.map((lane) => [
        h("span", { key: `${lane.name} name`, class: "lane-name", title: laneText(lane) }, lane.name),
        h(Lane, { key: lane.name, lane, from: Date.parse(lanes.from), to: Date.parse(lanes.to),
          onChosen: (bar) => this.setState({ chosen: bar }) }),
      ])),
      lanes && h("p", { class: "lane-times muted" }, h("span", {}, time(lanes.from)), h("span", {}, time(lanes.to))),
      h("div", { class: "grid-status", "aria-live": "polite" }, chosen
        ? h("span", {}, h(StatusChip, { status: "", name: "", color: colorOf(chosen.attempt) }), barText(chosen))
        : h("span", { id: "lane-keys", class: "muted" },
            "Each bar is an attempt, its pale part the start. Click a bar for its job. Keys: arrows, Enter.")),
      hasTable && lanes && h(AttemptTable, { hosts: lanes.hosts }));
  }
}

function AttemptTable({ hosts }) {
  const rows = hosts.flatMap(({ name, attempts }) => attempts.map((attempt) => ({ name, attempt })));
  rows.sort((a, b) => Date.parse(b.attempt.placedAt) - Date.parse(a.attempt.placedAt));
  return h(Table, {
    caption: "Attempts on hosts, the latest first",
    heads: ["Host", "Job", "Attempt", "Status", "Placed", "Ran"],
    numeric: [2],
    rows: rows.slice(0, MOST_ROWS).map(({ name, attempt }) => ({ key: `${attempt.jobId} ${attempt.attempt}`, cells: [
      name,
      h("a", { href: jobAddress(attempt), class: "mono" }, shortId(attempt.jobId)),
      attempt.attempt,
      h(StatusChip, { status: "", name: outcomeOf(attempt), color: colorOf(attempt) }),
      time(attempt.placedAt),
      attempt.startedAt && duration((attempt.endedAt ? Date.parse(attempt.endedAt) : Date.now()) - Date.parse(attempt.startedAt)),
    ] })),
  });
}
