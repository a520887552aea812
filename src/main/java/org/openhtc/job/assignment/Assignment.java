package org.openhtc.job.assignment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;

/**
 * A job that a host has to run.
 *
 * @param attempt the job's present attempt
 * @param status STARTING or RUNNING
 * @param startedAt when its container started; null in the status STARTING
 * @param cancelRequested whether a user has requested its end
 * @param execTimeoutSeconds maximum time in seconds from the container's start
 * @param diskGib how many GiB it may write; 0 for no limit
 * @param vcpus processors that it takes of its host
 * @param memoryMib memory in MiB that it takes of its host
 */
public record Assignment(
    JobId id,
    int attempt,
    JobStatus status,
    Instant placedAt,
    @Nullable Instant startedAt,
    boolean cancelRequested,
    int execTimeoutSeconds,
    int diskGib,
    int vcpus,
    int memoryMib) {

  /** The same assignment after its container has started. */
  public Assignment running(Instant startedAt) {
    return new Assignment(
        id,
        attempt,
        JobStatus.RUNNING,
        placedAt,
        startedAt,
        cancelRequested,
        execTimeoutSeconds,
        diskGib,
        vcpus,
        memoryMib);
  }
}
