package org.openhtc.job.lifecycle;

import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;
import org.openhtc.job.retry.RetryStrategy;

/**
 * The part of a job that transitions depend on.
 *
 * @param attempt number of placements so far; 0 before the first
 * @param retriesUsed number of retries used, at most those of the strategy
 * @param faults number of free retries used after faults whose cause is outside the job
 * @param cancelRequested a user requested the job's end, or its batch was stopped; any end then
 *     counts as cancelled
 * @param memoryMib memory of the present attempt, or of the next one while it waits
 * @param avoidsHost whether the next attempt should be on another host than the last one
 * @param stopReason why all jobs of the batch are cancelled; null if they are not
 */
record JobState(
    JobStatus status,
    int attempt,
    int retriesUsed,
    int faults,
    RetryStrategy strategy,
    boolean cancelRequested,
    int memoryMib,
    boolean avoidsHost,
    @Nullable String stopReason) {

  /**
   * Maximum number of free retries; a further fault uses up a retry. The limit stops a job that
   * crashes its hosts from crashing all of them, one after another.
   */
  static final int MAX_FAULTS = 10;

  JobState to(JobStatus next) {
    return next(next, retriesUsed, faults, memoryMib, false);
  }

  /** Waits for another attempt, which uses up a retry. */
  JobState retried(int nextMemoryMib, boolean onAnotherHost) {
    return next(JobStatus.RUNNABLE, retriesUsed + 1, faults, nextMemoryMib, onAnotherHost);
  }

  JobState retriedForFree(boolean onAnotherHost) {
    return next(JobStatus.RUNNABLE, retriesUsed, faults + 1, memoryMib, onAnotherHost);
  }

  private JobState next(
      JobStatus next, int retries, int allFaults, int memory, boolean onAnotherHost) {
    return new JobState(
        next,
        attempt,
        retries,
        allFaults,
        strategy,
        cancelRequested,
        memory,
        onAnotherHost,
        stopReason);
  }

  /** The most retries that the job may use. */
  int maxRetries() {
    return strategy.maxRetries();
  }
}
