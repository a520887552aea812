import { get } from "../api/client.js";

/**
 * What may be absent: null if the response has the status 404.
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function optional(path, signal) {
  try {
    return await get(path, {}, signal);
  } catch (error) {
    if (error.status === 404) {
      return null;
    }
    throw error;
  }
}
