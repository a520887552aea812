/**
 * The states of jobs in the order in which pictures and tables show them. `letter` is that of the
 * grid; `color` is a custom property of the styles; `statuses` are those of the API.
 */
export const STATES = [
  { letter: "D", name: "succeeded", color: "--succeeded", live: false },
  { letter: "R", name: "running", color: "--running", live: true },
  { letter: "B", name: "starting", color: "--starting", live: true },
  { letter: "A", name: "waiting for another attempt", color: "--retrying", live: true },
  { letter: "Q", name: "queued", color: "--queued", live: true },
  { letter: "H", name: "submitted", color: "--held", live: true },
  { letter: "X", name: "failed with an exit code", color: "--failed-exit", failed: true },
  { letter: "M", name: "out of memory", color: "--failed-memory", failed: true },
  { letter: "T", name: "over its time", color: "--failed-time", failed: true },
  { letter: "L", name: "could not be started", color: "--failed-start", failed: true },
  { letter: "I", name: "infrastructure fault", color: "--failed-infrastructure", failed: true },
  { letter: "P", name: "no host", color: "--failed-host", failed: true },
  { letter: "U", name: "failed for another reason", color: "--failed-other", failed: true },
  { letter: "C", name: "cancelled", color: "--cancelled", failed: true },
];

/** @type {Map<string, typeof STATES[number]>} */
export const BY_LETTER = new Map(STATES.map((state) => [state.letter, state]));

/** The API lists it among the regions, but it is the place of jobs that have none yet. */
export const NO_REGION = "UNASSIGNED";

/** The statuses of summaries, with the words and colours of this page. */
export const STATUSES = [
  { status: "SUCCEEDED", name: "succeeded", color: "--succeeded" },
  { status: "FAILED", name: "failed", color: "--failed-exit" },
  { status: "RUNNING", name: "running", color: "--running" },
  { status: "STARTING", name: "starting", color: "--starting" },
  { status: "RUNNABLE", name: "queued", color: "--queued" },
  { status: "SUBMITTED_TO_PROVIDER", name: "admitted", color: "--queued" },
  { status: "SUBMITTED_TO_RESCALE", name: "submitted", color: "--held" },
];

/** @param {string} status of the API */
export function statusName(status) {
  return STATUSES.find((known) => known.status === status)?.name ?? status;
}

/** @param {string} status of the API */
export function statusColor(status) {
  return STATUSES.find((known) => known.status === status)?.color ?? "--queued";
}

const CAUSES = {
  ErrorNonZeroContainerExitCode: "X",
  ErrorNotEnoughMemory: "M",
  ErrorTimeout: "T",
  ErrorStartingContainer: "L",
  ErrorInfrastructureFault: "I",
  ErrorProviderDown: "P",
  ErrorProviderRegionDown: "P",
};

/** @param {{failureCode?: string, userCancelled?: boolean}} failure */
export function causeOf(failure) {
  const letter = failure.userCancelled ? "C" : (CAUSES[failure.failureCode] ?? "U");
  return BY_LETTER.get(letter);
}

/** @param {Record<string, number>} counts by status */
export function totalOf(counts) {
  return Object.values(counts).reduce((sum, value) => sum + value, 0);
}

/** @param {Record<string, number>} counts number of jobs that have not ended */
export function liveOf(counts) {
  return totalOf(counts) - (counts.SUCCEEDED ?? 0) - (counts.FAILED ?? 0);
}
