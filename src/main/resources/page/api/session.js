import { errorOf, unreachable } from "./error.js";

const STORED = "openhtc.session";
const RENEW_AT = 0.8;
const RETRY_MILLIS = 30_000;

/** Address of the API, relative to the page, so that a path prefix of a proxy is kept. */
export const API = new URL("api/v1/", document.baseURI);

/** @type {{token: string, expiresAt: number} | null} */
let current = read();
/** The key stays in memory: a reload of the page keeps the token, but cannot renew it. */
let key = "";
let timer = 0;
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} listener called when a session begins or ends */
export function onSession(listener) {
  listeners.add(listener);
}

/** The present token, or an empty text when there is no session. */
export function token() {
  return current && current.expiresAt > Date.now() ? current.token : "";
}

/**
 * Exchanges an API key for a token.
 * @param {string} apiKey
 */
export async function login(apiKey) {
  await exchange(apiKey);
  key = apiKey;
  listeners.forEach((listener) => listener());
}

/** Ends the session: by the user, or because the service refuses the token. */
export function logout() {
  clearTimeout(timer);
  key = "";
  current = null;
  sessionStorage.removeItem(STORED);
  listeners.forEach((listener) => listener());
}

/** @param {string} apiKey */
async function exchange(apiKey) {
  let response;
  try {
    response = await fetch(new URL("auth/token", API), {
      headers: { Authorization: `Token ${apiKey}` },
      cache: "no-store",
    });
  } catch (cause) {
    throw unreachable(cause);
  }
  if (!response.ok) {
    throw await errorOf(response);
  }
  const { tokenValue, expiresIn } = await response.json();
  current = { token: tokenValue, expiresAt: Date.now() + expiresIn * 1000 };
  sessionStorage.setItem(STORED, JSON.stringify(current));
  renewAfter(expiresIn * 1000 * RENEW_AT);
}

/** @param {number} millis */
function renewAfter(millis) {
  clearTimeout(timer);
  timer = setTimeout(renew, millis);
}

async function renew() {
  try {
    await exchange(key);
  } catch (error) {
    if (error.status === 401) {
      logout();
    } else {
      renewAfter(RETRY_MILLIS);
    }
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "null");
  } catch {
    return null;
  }
}
