package org.openhtc.job.lifecycle;

import org.openhtc.job.JobStatus;

/**
 * The part of a job that transitions depend on.
 *
 * @param attempt number of placements so far; 0 before the first
 * @param retriesUsed number of retries used, at most {@code maxRetries}
 * @param faults number of free retries used after faults whose cause is outside the job
 * @param cancelRequested a user requested the job's end; any end then counts as cancelled
 */
record JobState(
    JobStatus status,
    int attempt,
    int retriesUsed,
    int faults,
    int maxRetries,
    boolean cancelRequested) {

  /**
   * Maximum number of free retries; a further fault uses up a retry. The limit stops a job that
   * crashes its hosts from crashing all of them, one after another.
   */
  static final int MAX_FAULTS = 10;

  JobState to(JobStatus next) {
    return new JobState(next, attempt, retriesUsed, faults, maxRetries, cancelRequested);
  }

  JobState retried() {
    return new JobState(
        JobStatus.RUNNABLE, attempt, retriesUsed + 1, faults, maxRetries, cancelRequested);
  }

  JobState retriedForFree() {
    return new JobState(
        JobStatus.RUNNABLE, attempt, retriesUsed, faults + 1, maxRetries, cancelRequested);
  }
}
