package org.openhtc.job.assignment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;

/**
 * A job that a host is asked to run.
 *
 * @param attempt the attempt that counts
 * @param status STARTING or RUNNING
 * @param startedAt when its container started; null while STARTING
 * @param cancelRequested a user wants it to end
 * @param execTimeoutSeconds seconds it may run from the container's start
 * @param diskGib limit of what it may write in GiB; 0 for none
 */
public record Assignment(
    JobId id,
    int attempt,
    JobStatus status,
    Instant placedAt,
    @Nullable Instant startedAt,
    boolean cancelRequested,
    int execTimeoutSeconds,
    int diskGib) {}
