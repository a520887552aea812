package org.openhtc.job.lifecycle;

import org.openhtc.job.JobStatus;

/**
 * What a transition depends on.
 *
 * @param attempt number of placements so far; 0 before the first
 * @param retriesUsed retries spent, at most {@code maxRetries}
 * @param faults free retries spent on faults that were not the job's
 * @param cancelRequested a user asked for the job's end; whatever ends it then, it is cancelled
 */
public record JobState(
    JobStatus status,
    int attempt,
    int retriesUsed,
    int faults,
    int maxRetries,
    boolean cancelRequested) {

  /**
   * Free retries at most; a further fault uses up a retry. A job that takes its hosts down with it
   * must not travel over all of them for ever.
   */
  static final int MAX_FAULTS = 10;

  JobState placed() {
    return new JobState(
        JobStatus.STARTING, attempt + 1, retriesUsed, faults, maxRetries, cancelRequested);
  }

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
