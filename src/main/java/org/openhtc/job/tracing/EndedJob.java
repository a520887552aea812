package org.openhtc.job.tracing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;

/**
 * A job that has ended after an attempt.
 *
 * @param status SUCCEEDED or FAILED
 * @param attempts in order; the last one ended with the job
 */
record EndedJob(
    JobId id,
    UUID projectId,
    UUID taskId,
    @Nullable String group,
    JobStatus status,
    String statusReason,
    @Nullable String failureCode,
    @Nullable Integer exitCode,
    Instant submittedAt,
    Instant completedAt,
    List<Attempt> attempts) {

  /**
   * @param number from 1
   * @param startedAt when the container started; null if it never did
   */
  record Attempt(
      int number,
      String region,
      String host,
      Instant placedAt,
      @Nullable Instant startedAt,
      Instant endedAt) {}
}
