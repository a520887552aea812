package org.openhtc.simulation;

import org.jspecify.annotations.Nullable;

/**
 * One run of a job's container, as the engine or the job itself recorded it: independent of what
 * the service reports.
 *
 * @param job {@code <batch>:<index>}
 * @param attempt from 1, or {@link #UNKNOWN}
 * @param startedAt by {@link System#nanoTime}
 * @param endedAt null while it runs; or, if only the job recorded it, when it ran for certain
 * @param exitCode null while it runs
 */
public record ContainerRun(
    String job, int attempt, long startedAt, @Nullable Long endedAt, @Nullable Integer exitCode) {

  /** The attempt of a run that the job itself recorded. */
  public static final int UNKNOWN = 0;

  /** The batch of a job's id, which may be followed by the number of an attempt. */
  public static String batch(String job) {
    return job.substring(0, job.indexOf(':'));
  }

  /** Whether both containers ran at the same time. */
  public boolean overlaps(ContainerRun other) {
    return !isBefore(other) && !other.isBefore(this);
  }

  private boolean isBefore(ContainerRun other) {
    return endedAt != null && endedAt <= other.startedAt;
  }
}
