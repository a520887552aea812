package org.openhtc.job.failure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Failed jobs of a task by cause: read from the index of failed jobs, and from the tails. */
@Repository
class FailureQueries {
  private static final String BY_CAUSE =
      """
      with failure as (
        select j.failure_code, j.exit_code, j.user_cancelled, count(*) as jobs,
               min(j.index) as first_index, b.id, b.seq
        from job_batch b join job j on j.batch_id = b.id and j.status = 'FAILED'
        where b.task_id = :task and b.failed > 0
        group by b.id, b.seq, j.failure_code, j.exit_code, j.user_cancelled
        union all
        select tail_failure, null, tail_cancelled, tail_size, next_index, id, seq
        from job_batch
        where task_id = :task and tail_status = 'FAILED' and tail_size > 0
      )
      select failure_code, exit_code, user_cancelled, sum(jobs) as jobs,
             (array_agg(id order by seq))[1] as batch,
             (array_agg(first_index order by seq))[1] as index
      from failure
      group by failure_code, exit_code, user_cancelled
      order by jobs desc, failure_code, exit_code limit :limit
      """;

  private final JdbcClient jdbc;

  FailureQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The causes with the most jobs first. */
  List<FailureGroup> ofTask(UUID task, int limit) {
    return jdbc.sql(BY_CAUSE)
        .param("task", task)
        .param("limit", limit)
        .query((row, n) -> group(row))
        .list();
  }

  private static FailureGroup group(ResultSet row) throws SQLException {
    return new FailureGroup(
        row.getString("failure_code"),
        row.getObject("exit_code", Integer.class),
        row.getBoolean("user_cancelled"),
        row.getLong("jobs"),
        new JobId(row.getObject("batch", UUID.class), row.getInt("index")).toString(),
        List.of());
  }
}
