package org.openhtc.job.failure;

import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Jobs that failed with a cause, read from the index of failed jobs. */
@Repository
class ExampleQueries {
  private static final String FIRST =
      """
      select j.batch_id, j.index
      from job_batch b join job j on j.batch_id = b.id and j.status = 'FAILED'
      where b.task_id = :task and b.failed > 0
        and j.failure_code is not distinct from :failure
        and j.exit_code is not distinct from :exit
        and j.user_cancelled = :cancelled
      order by b.seq, j.index limit :limit
      """;

  private final JdbcClient jdbc;

  ExampleQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The first jobs in the order of submission; none for a tail that ended as a whole. */
  List<String> ofCause(UUID task, FailureGroup cause, int limit) {
    return jdbc.sql(FIRST)
        .param("task", task)
        .param("failure", cause.failureCode(), Types.VARCHAR)
        .param("exit", cause.exitCode(), Types.INTEGER)
        .param("cancelled", cause.userCancelled())
        .param("limit", limit)
        .query((row, n) ->
            new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")).toString())
        .list();
  }
}
