package org.openhtc.job.log;

import java.util.Optional;
import org.openhtc.job.query.JobRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads where the logs of a job's attempts are. */
@Repository
class JobLogQueries {
  private static final String ATTEMPT =
      """
      select attempt, host from job_attempt
      where batch_id = :batch and index = :index and attempt between :first and :last
        and host is not null
      order by attempt desc limit 1
      """;

  private final JdbcClient jdbc;

  JobLogQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The log of the job's latest attempt that was placed; empty if there is none. While the job
   * waits for an attempt that a user has requested, that is an earlier one.
   */
  Optional<JobLogSource.Request> latest(JobRow job) {
    return job.host() == null
        ? placed(job, 1, job.attempt())
        : Optional.of(request(job, job.attempt(), job.host(), job.status().isTerminal()));
  }

  /** The log of an attempt; empty if there is none, or if it was never placed. */
  Optional<JobLogSource.Request> ofAttempt(JobRow job, int attempt) {
    return attempt == job.attempt() && job.host() != null ? latest(job) : earlier(job, attempt);
  }

  /** The log of an attempt that was followed by others; empty if it was never placed. */
  Optional<JobLogSource.Request> earlier(JobRow job, int attempt) {
    return placed(job, attempt, attempt);
  }

  private Optional<JobLogSource.Request> placed(JobRow job, int first, int last) {
    return jdbc.sql(ATTEMPT)
        .param("batch", job.id().batchId())
        .param("index", job.id().index())
        .param("first", first)
        .param("last", last)
        .query((row, n) -> request(job, row.getInt("attempt"), row.getString("host"), true))
        .optional();
  }

  private static JobLogSource.Request request(
      JobRow job, int attempt, String host, boolean hasEnded) {
    return new JobLogSource.Request(
        job.id(), attempt, job.projectId(), job.taskId(), host, hasEnded);
  }
}
