import { Component } from "./dom.js";

const SLOWEST_MILLIS = 30_000;

/**
 * A view that reads its data again and again while the page is visible. A subclass defines `load`,
 * which returns the next state, and `interval`. After a failure the pauses grow; the old data stays.
 */
export class Polled extends Component {
  constructor(props) {
    super(props);
    this.state = { isLoading: true, error: null };
    this.interval = 3_000;
    this.failures = 0;
    this.timer = 0;
    this.onVisible = () => document.hidden || this.refresh();
  }

  componentDidMount() {
    document.addEventListener("visibilitychange", this.onVisible);
    this.refresh();
  }

  componentWillUnmount() {
    document.removeEventListener("visibilitychange", this.onVisible);
    clearTimeout(this.timer);
    this.controller?.abort();
    this.isGone = true;
  }

  /**
   * Reads the next state; a subclass defines it.
   * @param {AbortSignal} signal
   * @returns {any} what is awaited
   */
  load(signal) {
    throw new Error(`${this.constructor.name} reads no data: ${signal.aborted}`);
  }

  /** Reads the data now. */
  refresh = async () => {
    clearTimeout(this.timer);
    this.controller?.abort();
    const controller = (this.controller = new AbortController());
    try {
      const next = await this.load(controller.signal);
      if (!controller.signal.aborted) {
        this.failures = 0;
        this.setState({ ...next, isLoading: false, error: null });
      }
    } catch (error) {
      if (controller.signal.aborted) {
        return;
      }
      this.failures++;
      this.setState({ isLoading: false, error });
    }
    if (controller === this.controller && !this.isGone) {
      this.timer = setTimeout(() => document.hidden || this.refresh(), this.pause());
    }
  };

  pause() {
    return Math.min(this.interval * 2 ** this.failures, SLOWEST_MILLIS);
  }
}
