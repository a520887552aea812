import { request } from "./client.js";

const RETRY_MILLIS = 2_000;

/**
 * Reads server-sent events. `EventSource` cannot send the header `Authorization`, so this reads the
 * response of `fetch`. A lost connection is opened again after the last event.
 * @param {string} path
 * @param {(type: string, data: any) => void} onEvent
 * @param {(state: "open" | "lost" | "ended") => void} onState
 * @returns {() => void} closes the stream
 */
export function openStream(path, onEvent, onState) {
  const controller = new AbortController();
  let lastId = "";
  let hasEnded = false;

  async function connect() {
    try {
      const headers = { Accept: "text/event-stream" };
      if (lastId) {
        headers["Last-Event-ID"] = lastId;
      }
      const response = await request(path, { headers, signal: controller.signal });
      onState("open");
      await read(response.body, accept);
    } catch (error) {
      if (error.status >= 400 && error.status < 500 && error.status !== 429) {
        hasEnded = true;
      }
    }
    if (hasEnded) {
      onState("ended");
    } else if (!controller.signal.aborted) {
      onState("lost");
      setTimeout(() => controller.signal.aborted || connect(), RETRY_MILLIS);
    }
  }

  function accept(event) {
    lastId = event.id || lastId;
    hasEnded ||= event.type === "end";
    onEvent(event.type, JSON.parse(event.data));
  }

  connect();
  return () => controller.abort();
}

/**
 * @param {ReadableStream<BufferSource>} body
 * @param {(event: {id: string, type: string, data: string}) => void} accept
 */
async function read(body, accept) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parse(block);
      if (event.data) {
        accept(event);
      }
    }
  }
}

/** @param {string} block lines of one event */
function parse(block) {
  const event = { id: "", type: "message", data: "" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).replace(/^ /, "");
    switch (line.slice(0, colon)) {
      case "id":
        event.id = value;
        break;
      case "event":
        event.type = value;
        break;
      case "data":
        event.data += value;
        break;
      default:
    }
  }
  return event;
}
