package org.openhtc.job.lifecycle;

/**
 * The sentences that several statements store as {@code statusReason}, each in one place. The
 * sentences of the events of single jobs are in {@link JobTransitions}; those of waiting jobs are
 * composed by the scheduler.
 */
public final class StatusReason {
  /** The status {@code SUBMITTED_TO_RESCALE} in a history. */
  public static final String ACCEPTED = "Accepted";

  /** The status {@code SUBMITTED_TO_RESCALE} until the first tick that could admit it. */
  public static final String WAITS_FOR_ADMISSION = "Waits for admission";

  /** The status {@code SUBMITTED_TO_PROVIDER} in a history. */
  public static final String ADMITTED = "Admitted";

  /** The status {@code RUNNABLE} in a history. */
  public static final String WAITS_FOR_HOST = "Waits for room on a host";

  /** The status {@code RUNNING}. */
  public static final String CONTAINER_STARTED = "Container started";

  /** The status {@code STARTING}, followed by the name of the host. */
  public static final String PLACED_ON = "Placed on host ";

  /** The end of a job that a user has cancelled. */
  public static final String CANCELLED = "Cancelled by the user";

  /** The status {@code RUNNABLE} after a user's request to run an ended job again. */
  public static final String RETRIED = "Retried by the user";

  private StatusReason() {}

  /** The status {@code RUNNABLE} until the scheduler writes why the jobs wait. */
  static String queuedIn(String region) {
    return "Queued in region " + region;
  }

  /** The status {@code STARTING}. */
  static String placedOn(String host) {
    return PLACED_ON + host;
  }

  /** The status {@code STARTING} of a job that its host does not start yet. */
  static String preparedOn(String host) {
    return "Prepared on host %s, starts when one of its jobs has ended".formatted(host);
  }
}
