import { Component, h } from "../ui/dom.js";
import { count, counted } from "../ui/format.js";
import { Empty, ErrorNote } from "../ui/notes.js";
import { Panel } from "../ui/parts.js";
import { plain } from "./ansi.js";
import { LogSource } from "./source.js";
import { LogWindow } from "./window.js";

/** The log of a job. Props: path, name, isLive, attempts (their number; 0 before the first one). */
export class LogPanel extends Component {
  state = { version: 0, error: null, follow: true, isWrapped: false, hasTimes: false, search: "", found: null, current: -1, older: 0 };

  componentDidMount() {
    this.start();
  }

  componentDidUpdate(before) {
    // The job has started to run: there is a log now.
    if (!before.attempts && this.props.attempts) {
      this.start();
    } else if (!before.isLive && this.props.isLive && this.source && !this.state.attempt) {
      // It runs again.
      this.open();
    }
  }

  componentWillUnmount() {
    this.source?.close();
    cancelAnimationFrame(this.frame);
  }

  start() {
    if (this.props.attempts && !this.source) {
      this.open();
    }
  }

  /** @param {number} [attempt] the last one if it is absent */
  open(attempt) {
    this.source?.close();
    const source = (this.source = new LogSource(this.props.path, () => source === this.source && this.changed(), attempt));
    if (this.props.isLive && !attempt) {
      source.follow();
    } else {
      this.guarded(() => source.readNewest());
    }
  }

  choose = (event) => {
    const attempt = Number(event.currentTarget.value);
    this.setState({ attempt, found: null, search: "", current: -1, error: null });
    this.open(attempt === this.props.attempts ? undefined : attempt);
  };

  /** Lines arrive faster than frames: one change of the view per frame. */
  changed() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.setState({ version: this.state.version + 1 }));
  }

  async guarded(action) {
    try {
      await action();
      this.setState({ error: null });
    } catch (error) {
      this.setState({ error });
    }
  }

  scrolled = (isAtEnd, isAtTop) => {
    if (isAtEnd !== this.state.follow) {
      this.setState({ follow: isAtEnd });
    }
    if (isAtTop && this.source.hasOlder && !this.isReading) {
      this.older(() => this.source.readOlder());
    }
  };

  async older(read) {
    this.isReading = true;
    await this.guarded(read);
    this.isReading = false;
    this.setState({ older: this.state.older + 1 });
  }

  search = (event) => {
    const search = event.currentTarget.value;
    const wanted = search.toLowerCase();
    const found = [];
    if (wanted) {
      this.source?.messages.forEach((message, place) => plain(message).toLowerCase().includes(wanted) && found.push(place));
    }
    this.setState({ search, found: wanted ? found : null, current: found[0] ?? -1, follow: false });
  };

  step = (direction) => {
    const { found, current } = this.state;
    if (found?.length) {
      const at = found.indexOf(current);
      this.setState({ current: found[(at + direction + found.length) % found.length] });
    }
  };

  download = () => this.older(async () => {
    await this.source.readAll();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.source.messages.join("\n"), "\n"], { type: "text/plain" }));
    link.download = `${this.props.name.replace(":", "-")}.log`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });

  render({ isLive, attempts }, state) {
    const { error, follow, isWrapped, hasTimes, search, found, current, older } = state;
    const attempt = state.attempt ?? attempts;
    const source = this.source;
    const lines = source?.messages.length ?? 0;
    return h(Panel, { title: "Log", note: source && this.note(lines), actions: attempts > 1 &&
      h("select", { "aria-label": "Attempt", value: String(attempt), onChange: this.choose }, numbers(attempts).map((number) =>
        h("option", { key: number, value: String(number) }, `Attempt ${number}${number === attempts ? ", the last" : ""}`))) },
      error && h(ErrorNote, { error, onRetry: () => this.guarded(() => source.readNewest()) }),
      !attempts && h(Empty, { title: "The job has not started: it has no log." }),
      source && lines === 0 && !error && h(Empty, { title: isLive && attempt === attempts ? "No line yet." : "The job has written nothing." }),
      lines > 0 && [
        h("div", { key: "tools", class: "log-tools" },
          h("input", { type: "search", "aria-label": "Search the log", placeholder: "Search", value: search, onInput: this.search,
            onKeyDown: (event) => event.key === "Enter" && this.step(event.shiftKey ? -1 : 1) }),
          found && h("span", { class: "muted", role: "status" },
            (found.length ? `${found.indexOf(current) + 1} of ${counted(found.length, "line")}` : "no line") + (source.hasOlder ? ", of those read" : "")),
          found?.length > 1 && h("button", { type: "button", "aria-label": "Line before", onClick: () => this.step(-1) }, "↑"),
          found?.length > 1 && h("button", { type: "button", "aria-label": "Next line", onClick: () => this.step(1) }, "↓"),
          isLive && toggle("Follow", follow, () => this.setState({ follow: !follow })),
          toggle("Wrap", isWrapped, () => this.setState({ isWrapped: !isWrapped })),
          toggle("Times", hasTimes, () => this.setState({ hasTimes: !hasTimes })),
          h("button", { type: "button", onClick: this.download }, "Download"),
          source.hasOlder && h("button", { type: "button", onClick: () => this.older(() => source.readAll()) }, "Read all lines")),
        h(LogWindow, { key: `window ${attempt}`, messages: source.messages, times: source.times, count: lines, isWrapped, hasTimes, follow,
          found: found && new Set(found), current, older, label: "Lines of the log", onScroll: this.scrolled }),
      ]);
  }

  note(lines) {
    const stream = { open: "following", lost: "connection lost, trying again", ended: "complete" }[this.source.state];
    const range = this.source.hasOlder ? `the last ${count(lines)} lines; scroll up for older ones` : counted(lines, "line");
    return [range, stream].filter(Boolean).join(", ");
  }
}

function numbers(most) {
  return Array.from({ length: most }, (_, index) => index + 1);
}

function toggle(label, isOn, onClick) {
  return h("button", { type: "button", "aria-pressed": String(isOn), onClick }, label);
}
