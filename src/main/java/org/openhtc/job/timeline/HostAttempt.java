package org.openhtc.job.timeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;

/**
 * An attempt of a job on a host.
 *
 * @param attempt from 1
 * @param status STARTING, RUNNING, SUCCEEDED or FAILED; FAILED also if another attempt followed
 * @param failureCode of the job, absent unless it failed in this attempt
 * @param userCancelled whether it ended because a user cancelled the job
 * @param maxMemory in MiB
 * @param placedAt when the host was chosen
 * @param startedAt when the container started; absent if it has not
 * @param endedAt absent while the attempt is on the host
 */
record HostAttempt(
    String jobId,
    int attempt,
    UUID projectId,
    UUID taskId,
    JobStatus status,
    @Nullable String failureCode,
    boolean userCancelled,
    @JsonProperty("maxVCpus") int maxVcpus,
    int maxMemory,
    Instant placedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {}
