/** An error of the API in the service's own words, or a failure to reach the service. */
export class ApiError extends Error {
  /**
   * @param {number} status HTTP status; 0 when the service was not reached
   * @param {string} code stable name of the error
   * @param {string} description sentence for people
   * @param {string} [requestId] under which the service's log describes the request
   */
  constructor(status, code, description, requestId) {
    super(description);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

/** @param {Response} response with a status of 400 or more */
export async function errorOf(response) {
  const requestId = response.headers.get("X-Request-Id") ?? undefined;
  try {
    const body = await response.json();
    const description = body.errorDescription ?? body.error_description ?? response.statusText;
    return new ApiError(response.status, body.error ?? "Error", description, requestId);
  } catch {
    const text = `The response has the status ${response.status} ${response.statusText}.`;
    return new ApiError(response.status, "Error", text, requestId);
  }
}

/** @param {unknown} cause what fetch has thrown */
export function unreachable(cause) {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ApiError(0, "Unreachable", `The service is not reachable (${reason}).`);
}
