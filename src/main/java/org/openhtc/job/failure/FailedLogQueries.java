package org.openhtc.job.failure;

import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.SmallLog;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Logs of failed jobs that are stored in the database, which are those of almost all jobs. */
@Repository
class FailedLogQueries {
  private static final String SAMPLE =
      """
      select failed.batch_id, failed.index, l.gzip
      from (
        select b.seq, j.batch_id, j.index, j.attempt
        from job_batch b join job j on j.batch_id = b.id and j.status = 'FAILED'
        where b.task_id = :task and b.failed > 0
          and j.failure_code is not distinct from :failure
          and j.exit_code is not distinct from :exit
          and j.user_cancelled = :cancelled
        order by b.seq desc, j.index desc limit :limit) failed
      join job_log l on l.batch_id = failed.batch_id and l.index = failed.index
        and l.attempt = failed.attempt
      order by failed.seq desc, failed.index desc
      """;

  private final JdbcClient jdbc;

  FailedLogQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The logs of the jobs that were submitted last, of those with the given cause. */
  List<FailedLog> sample(UUID task, FailureGroup cause, int limit) {
    return jdbc.sql(SAMPLE)
        .param("task", task)
        .param("failure", cause.failureCode(), Types.VARCHAR)
        .param("exit", cause.exitCode(), Types.INTEGER)
        .param("cancelled", cause.userCancelled())
        .param("limit", limit)
        .query((row, n) ->
            new FailedLog(
                new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")),
                new SmallLog(row.getBytes("gzip"))))
        .list();
  }
}
