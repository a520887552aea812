package org.openhtc.job.log;

import java.util.Objects;
import org.openhtc.job.query.JobRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads where the logs of a job's attempts are. */
@Repository
class JobLogQueries {
  private static final String HOST_OF_ATTEMPT =
      """
      select host from job_attempt
      where batch_id = :batch and index = :index and attempt = :attempt
      """;

  private final JdbcClient jdbc;

  JobLogQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The log of the job's latest attempt; the job must have one. */
  JobLogSource.Request latest(JobRow job) {
    return request(
        job, job.attempt(), Objects.requireNonNull(job.host()), job.status().isTerminal());
  }

  /** The log of an attempt that was followed by others. */
  JobLogSource.Request earlier(JobRow job, int attempt) {
    String host =
        jdbc.sql(HOST_OF_ATTEMPT)
            .param("batch", job.id().batchId())
            .param("index", job.id().index())
            .param("attempt", attempt)
            .query(String.class)
            .single();
    return request(job, attempt, host, true);
  }

  private static JobLogSource.Request request(
      JobRow job, int attempt, String host, boolean hasEnded) {
    return new JobLogSource.Request(
        job.id(), attempt, job.projectId(), job.taskId(), host, hasEnded);
  }
}
