import { errorOf, unreachable } from "./error.js";
import { API, logout, token } from "./session.js";

/**
 * Sends a request with the session's token. Its result is a response with a status below 400.
 * @param {string} path below the base path of the API, without a leading slash
 * @param {RequestInit} [options]
 */
export async function request(path, options = {}) {
  const headers = new Headers(options.headers);
  headers.set("Authorization", `Bearer ${token()}`);
  let response;
  try {
    response = await fetch(new URL(path, API), { ...options, headers });
  } catch (cause) {
    if (options.signal?.aborted) {
      throw cause;
    }
    throw unreachable(cause);
  }
  if (response.status === 401) {
    const refusal = await errorOf(response);
    logout();
    throw refusal;
  }
  if (!response.ok) {
    throw await errorOf(response);
  }
  return response;
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} [parameters] those without a value are left out
 * @param {AbortSignal} [signal]
 */
export async function get(path, parameters = {}, signal) {
  const response = await request(path + queryOf(parameters), { signal });
  return response.json();
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} [parameters]
 * @param {AbortSignal} [signal]
 */
export async function getText(path, parameters = {}, signal) {
  const response = await request(path + queryOf(parameters), { signal });
  return response.text();
}

/**
 * Sends a change. Its result is the body of the response; undefined when that is empty.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] sent as JSON
 * @param {Record<string, string>} [headers]
 */
export async function send(method, path, body, headers = {}) {
  const sent = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await request(path, {
    method,
    headers: { ...sent, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
}

/**
 * The value of pageIndex in a `next` link: the page stays on its own address behind a proxy.
 * @param {{next?: string}} page
 */
export function nextIndex(page) {
  return page.next ? new URL(page.next, API).searchParams.get("pageIndex") : null;
}

/**
 * All items of a list.
 * @param {string} path
 * @param {Record<string, unknown>} parameters
 * @param {number} most number of items after which the rest is left out
 * @param {AbortSignal} [signal]
 */
export async function list(path, parameters, most, signal) {
  const items = [];
  let pageIndex = null;
  do {
    const page = await get(path, { ...parameters, pageIndex }, signal);
    items.push(...page.items);
    pageIndex = nextIndex(page);
  } while (pageIndex && items.length < most);
  return { items, isComplete: !pageIndex };
}

/** @param {Record<string, unknown>} parameters */
export function queryOf(parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") {
        query.append(name, String(one));
      }
    }
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
