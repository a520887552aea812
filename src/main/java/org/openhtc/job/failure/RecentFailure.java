package org.openhtc.job.failure;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of a task that failed lately with the same cause.
 *
 * @param exitCode absent for jobs whose container did not end by itself
 * @param jobs how many
 * @param latestAt when the last of them failed
 * @param latestJobId the job that failed then
 */
record RecentFailure(
    UUID projectId,
    UUID taskId,
    @Nullable String failureCode,
    @Nullable Integer exitCode,
    long jobs,
    Instant latestAt,
    String latestJobId) {}
