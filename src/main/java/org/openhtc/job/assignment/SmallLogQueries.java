package org.openhtc.job.assignment;

import java.util.Optional;
import org.openhtc.job.JobId;
import org.openhtc.job.SmallLog;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the small logs of attempts that have ended. */
@Repository
class SmallLogQueries {
  private static final String ONE =
      """
      select gzip from job_log
      where batch_id = :batch and index = :index and attempt = :attempt
      """;

  private final JdbcClient jdbc;

  SmallLogQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<SmallLog> find(JobId job, int attempt) {
    return jdbc.sql(ONE)
        .param("batch", job.batchId())
        .param("index", job.index())
        .param("attempt", attempt)
        .query((row, n) -> new SmallLog(row.getBytes("gzip")))
        .optional();
  }
}
