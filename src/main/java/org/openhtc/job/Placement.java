package org.openhtc.job;

/**
 * The assignment of a job to a host.
 *
 * @param fromAttempt the attempt before the one that begins or is placed; 0 for a job of a tail
 * @param isAhead whether the host prepares the job and starts it when one of its jobs has ended
 */
public record Placement(JobId job, int fromAttempt, String host, boolean isAhead) {

  /** An assignment to a host that has room for the job. */
  public Placement(JobId job, int fromAttempt, String host) {
    this(job, fromAttempt, host, false);
  }
}
