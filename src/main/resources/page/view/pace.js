import { duration, time } from "../ui/format.js";
import { liveOf } from "../ui/states.js";

/** The rate is that of this time, so that it follows a change and is calm nevertheless. */
const WINDOW_MILLIS = 15 * 60_000;
const SHORTEST_MILLIS = 30_000;

/**
 * When the live jobs of a task end at the pace of the last minutes.
 * @param {{at: string[], jobStatuses: Record<string, number[]>} | undefined} series
 * @param {Record<string, number>} counts the present ones, by status
 * @param {number} now
 * @returns {string} a sentence; empty if there is no rate
 */
export function paceText(series, counts, now) {
  const live = liveOf(counts);
  const before = series?.at.length ? endedAt(series, now - WINDOW_MILLIS) : null;
  if (!before || live === 0 || now - before.at < SHORTEST_MILLIS) {
    return "";
  }
  const perSecond = (1000 * ((counts.SUCCEEDED ?? 0) + (counts.FAILED ?? 0) - before.ended)) / (now - before.at);
  if (perSecond <= 0) {
    return "";
  }
  const left = (1000 * live) / perSecond;
  return `In the last ${duration(now - before.at)} ${rateText(perSecond)} ended. At this pace the rest ends in ` +
    `${duration(left)}, at ${time(new Date(now + left).toISOString())}.`;
}

/** The ended jobs at a time, or at the first point after it. A point holds until the next one. */
function endedAt({ at, jobStatuses }, instant) {
  const after = at.findIndex((each) => Date.parse(each) > instant);
  const place = after < 0 ? at.length - 1 : Math.max(0, after - 1);
  const ended = (jobStatuses.SUCCEEDED?.[place] ?? 0) + (jobStatuses.FAILED?.[place] ?? 0);
  return { at: Math.max(instant, Date.parse(at[place])), ended };
}

function rateText(perSecond) {
  const [value, unit] = perSecond >= 1 ? [perSecond, "second"] : perSecond >= 1 / 60 ? [60 * perSecond, "minute"] : [3600 * perSecond, "hour"];
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} jobs per ${unit}`;
}
