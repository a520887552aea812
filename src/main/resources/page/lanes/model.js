import { duration, memory, shortId } from "../ui/format.js";
import { causeOf, statusColor, statusName } from "../ui/states.js";

/**
 * Places the attempts of a host on rows, so that those of one row do not overlap.
 * @param {any[]} attempts in any order
 * @param {number} now end of those that have not ended, in milliseconds
 * @returns {{bars: {attempt: any, row: number, from: number, start: number, to: number}[], rows: number}} the
 *   bars by their beginning
 */
export function packed(attempts, now) {
  const bars = attempts.map((attempt) => {
    const from = Date.parse(attempt.placedAt);
    const to = Math.max(from, attempt.endedAt ? Date.parse(attempt.endedAt) : now);
    const start = attempt.startedAt ? Math.max(from, Date.parse(attempt.startedAt)) : to;
    return { attempt, row: 0, from, start: Math.min(start, to), to };
  });
  bars.sort((a, b) => a.from - b.from || a.to - b.to);
  const ends = [];
  for (const bar of bars) {
    const free = ends.findIndex((end) => end <= bar.from);
    bar.row = free < 0 ? ends.length : free;
    ends[bar.row] = bar.to;
  }
  return { bars, rows: ends.length };
}

/**
 * The custom property with the colour of an attempt.
 * @param {any} attempt
 */
export function colorOf(attempt) {
  if (attempt.status !== "FAILED") {
    return statusColor(attempt.status);
  }
  return attempt.failureCode || attempt.userCancelled ? causeOf(attempt).color : "--retrying";
}

/**
 * How an attempt ended, or what it does now.
 * @param {any} attempt
 */
export function outcomeOf(attempt) {
  if (attempt.status !== "FAILED") {
    return statusName(attempt.status);
  }
  return attempt.failureCode || attempt.userCancelled ? causeOf(attempt).name : "followed by another attempt";
}

/**
 * An attempt in words.
 * @param {{attempt: any, from: number, start: number, to: number}} bar
 */
export function barText({ attempt, from, start, to }) {
  return [
    `Job ${shortId(attempt.jobId)}, attempt ${attempt.attempt}: ${outcomeOf(attempt)}`,
    `started in ${duration(start - from)}`,
    `ran ${duration(to - start)}`,
    `${attempt.maxVCpus} vCPU, ${memory(attempt.maxMemory)}`,
  ].join(", ");
}
