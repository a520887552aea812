package org.openhtc.job;

import org.jspecify.annotations.Nullable;

/**
 * The assignment of a job to a host.
 *
 * @param fromAttempt the attempt before the one that begins or is placed; 0 for a job of a tail
 * @param isAhead whether the host prepares the job and starts it when one of its jobs has ended
 * @param memoryMib memory of an attempt that is a retry; null for a job of a tail
 */
public record Placement(
    JobId job, int fromAttempt, String host, boolean isAhead, @Nullable Integer memoryMib) {

  /** An assignment to a host that has room for the job. */
  public Placement(JobId job, int fromAttempt, String host) {
    this(job, fromAttempt, host, false, null);
  }
}
