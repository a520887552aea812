package org.openhtc.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of an attempt of a job, reported by execution.
 *
 * @param attempt the attempt of the event; a report of an older attempt is stale and changes
 *     nothing
 * @param at when it happened, by the engine's clock corrected by its skew where the engine has the
 *     time, else by the clock of this process
 * @param usage known only at the end of an attempt
 * @param log the log of an attempt that has ended, if it is short enough to be stored with the
 *     report; null if there is none, it is empty, or it is stored in another place
 */
public record JobReport(
    JobId job,
    int attempt,
    Instant at,
    JobEvent event,
    AttemptUsage usage,
    @Nullable SmallLog log) {

  /** A report without usage and without a log. */
  public JobReport(JobId job, int attempt, Instant at, JobEvent event) {
    this(job, attempt, at, event, AttemptUsage.UNKNOWN, null);
  }
}
