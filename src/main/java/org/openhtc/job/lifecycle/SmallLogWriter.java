package org.openhtc.job.lifecycle;

import java.util.List;
import org.openhtc.job.JobReport;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes the small logs of attempts, in the transaction that records their ends. */
@Repository
class SmallLogWriter {
  private static final String INSERT =
      """
      insert into job_log (batch_id, index, attempt, gzip)
      select * from unnest(:batches::uuid[], :indexes::int[], :attempts::int[], :logs::bytea[])
      """;

  private final JdbcClient jdbc;

  SmallLogWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Stores the logs of the reports that have one, in one statement.
   *
   * @param reports reports that have changed their jobs
   */
  void write(List<JobReport> reports) {
    List<JobReport> withLog = reports.stream().filter(report -> report.log() != null).toList();
    if (withLog.isEmpty()) {
      return;
    }
    jdbc.sql(INSERT)
        .param("batches", SqlArrays.uuids(withLog, report -> report.job().batchId()))
        .param("indexes", SqlArrays.integers(withLog, report -> report.job().index()))
        .param("attempts", SqlArrays.integers(withLog, JobReport::attempt))
        .param("logs", bytes(withLog))
        .update();
  }

  private static byte[][] bytes(List<JobReport> reports) {
    return reports.stream()
        .map(JobReport::log)
        .map(log -> log == null ? new byte[0] : log.gzip())
        .toArray(byte[][]::new);
  }
}
