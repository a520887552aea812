package org.openhtc.job.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.openhtc.job.JobStatus;
import org.openhtc.job.ledger.BatchAccount.AttemptTimes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads batches with their rows, a limited number at a time. One statement sees one state of the
 * database, so the counters and the rows of a batch belong to the same moment.
 */
@Repository
class LedgerQueries {
  /**
   * The clocks of two processes of the service, which wrote the times of two attempts, may differ
   * by this much.
   */
  private static final int CLOCK_DIFFERENCE_SECONDS = 5;

  /**
   * The last attempt of a job is in its row, unless the job waits for another one or was cancelled
   * while it waited: then it is in {@code job_attempt}. An attempt in {@code job_attempt} ended
   * when its job returned to the queue or, if a user retried the ended job, when that job had
   * ended. Attempts that were never placed have no times.
   */
  private static final String BATCHES =
      """
      select b.id, b.project_id, b.size, b.tail_status, b.tail_size,
             b.waiting, b.starting, b.running, b.succeeded, b.failed, b.failures, r.*, a.*
      from (select * from job_batch where id > :after order by id limit :limit) b
      cross join lateral (
        select count(*) filter (where status = 'RUNNABLE') as rows_waiting,
               count(*) filter (where status = 'STARTING') as rows_starting,
               count(*) filter (where status = 'RUNNING') as rows_running,
               count(*) filter (where status = 'SUCCEEDED') as rows_succeeded,
               count(*) filter (where status = 'FAILED') as rows_failed,
               count(*) filter (where status = 'FAILED' and not user_cancelled) as rows_failures
        from job where batch_id = b.id
      ) r
      cross join lateral (
        select coalesce(sum(extract(epoch from ended_at - started_at)), 0) as container_seconds,
               coalesce(sum(extract(epoch from ended_at - placed_at)), 0) as reserved_seconds,
               count(*) filter (where started_at < placed_at
                                or ended_at < coalesce(started_at, placed_at)) as outside,
               count(*) filter (where coalesce(started_at, placed_at)
                                  < previous_end - :tolerance * interval '1 second') as overlapping
        from (
          select placed_at, started_at, ended_at,
                 lag(ended_at) over (partition by index order by attempt) as previous_end
          from (
            select index, attempt, placed_at, started_at, coalesce(ended_at, final_at) as ended_at
            from job_attempt where batch_id = b.id and placed_at is not null
            union all
            select index, attempt, placed_at, started_at, completed_at
            from job j
            where batch_id = b.id and placed_at is not null and status <> 'RUNNABLE'
              and not exists (select from job_attempt t where t.batch_id = j.batch_id
                              and t.index = j.index and t.attempt = j.attempt)
          ) all_attempts
        ) ordered
      ) a
      order by b.id
      """;

  private final JdbcClient jdbc;

  LedgerQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The next batches in the order of their ids. */
  List<BatchAccount> batches(UUID after, int limit) {
    return jdbc.sql(BATCHES)
        .param("after", after)
        .param("limit", limit)
        .param("tolerance", CLOCK_DIFFERENCE_SECONDS)
        .query((row, n) -> batch(row))
        .list();
  }

  private static BatchAccount batch(ResultSet row) throws SQLException {
    return new BatchAccount(
        row.getObject("id", UUID.class),
        row.getObject("project_id", UUID.class),
        row.getInt("size"),
        row.getInt("tail_size"),
        JobStatus.valueOf(row.getString("tail_status")),
        RowCounts.of(row, ""),
        RowCounts.of(row, "rows_"),
        new AttemptTimes(
            row.getDouble("container_seconds"),
            row.getDouble("reserved_seconds"),
            row.getLong("outside"),
            row.getLong("overlapping")));
  }
}
