package org.openhtc.job.failure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Failed jobs of a workspace since a time: those of its live batches, and of the batches that ended
 * since then. Jobs that users cancelled are no failures.
 */
@Repository
class RecentFailureQueries {
  /** Reads the index of failed jobs twice, so that only the causes are sorted and not all jobs. */
  private static final String SINCE =
      """
      with batch as (
        select id, project_id, task_id from job_batch
        where workspace_id = :workspace and is_live and failed > 0
        union all
        select id, project_id, task_id from job_batch
        where workspace_id = :workspace and ended_at >= :since and failed > 0
      ), cause as (
        select b.project_id, b.task_id, j.failure_code, j.exit_code, count(*) as jobs,
               max(j.completed_at) as latest_at
        from batch b join job j on j.batch_id = b.id and j.status = 'FAILED'
        where j.completed_at >= :since and not j.user_cancelled
        group by b.project_id, b.task_id, j.failure_code, j.exit_code
        order by latest_at desc limit :limit
      )
      select c.project_id, c.task_id, c.failure_code, c.exit_code, c.jobs, c.latest_at,
             (array_agg(j.batch_id order by j.batch_id, j.index))[1] as batch,
             (array_agg(j.index order by j.batch_id, j.index))[1] as index
      from cause c
      join batch b on b.task_id = c.task_id
      join job j on j.batch_id = b.id and j.status = 'FAILED' and not j.user_cancelled
        and j.completed_at = c.latest_at
        and j.failure_code is not distinct from c.failure_code
        and j.exit_code is not distinct from c.exit_code
      group by c.project_id, c.task_id, c.failure_code, c.exit_code, c.jobs, c.latest_at
      order by c.latest_at desc
      """;

  private final JdbcClient jdbc;

  RecentFailureQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By task and cause, the latest first. */
  List<RecentFailure> ofWorkspace(String workspaceId, Instant since, int limit) {
    return jdbc.sql(SINCE)
        .param("workspace", workspaceId)
        .param("since", SqlTime.of(since))
        .param("limit", limit)
        .query((row, n) -> failure(row))
        .list();
  }

  private static RecentFailure failure(ResultSet row) throws SQLException {
    return new RecentFailure(
        row.getObject("project_id", UUID.class),
        row.getObject("task_id", UUID.class),
        row.getString("failure_code"),
        row.getObject("exit_code", Integer.class),
        row.getLong("jobs"),
        SqlTime.required(row, "latest_at"),
        new JobId(row.getObject("batch", UUID.class), row.getInt("index")).toString());
  }
}
