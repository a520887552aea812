package org.openhtc.job.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How long jobs of a task waited and ran: those of a sample, as in {@link UsageQueries}. */
@Repository
class DurationQueries {
  /** Jobs that a request reads at most. */
  private static final int SAMPLE = 5_000;

  /**
   * Every n-th job, counted through the batches; n is odd, and each job is read by its key, as in
   * {@link UsageQueries}.
   */
  private static final String OF_TASK =
      """
      with batch as (
        select id, size, submitted_at, sum(size) over (order by seq) - size as before,
               ceil(sum(size) over () / :sample::numeric)::bigint | 1 as n
        from job_batch where task_id = :task
      )
      select (extract(epoch from j.started_at - b.submitted_at) * 1000)::bigint as waited,
             case when j.status in ('SUCCEEDED', 'FAILED')
                  then (extract(epoch from j.completed_at - j.started_at) * 1000)::bigint end as ran
      from batch b
      cross join lateral generate_series((b.n - b.before % b.n) % b.n, b.size - 1, b.n) as i (index)
      cross join lateral (
        select * from job r where r.batch_id = b.id and r.index = i.index offset 0
      ) j
      where j.started_at is not null
      """;

  private final JdbcClient jdbc;

  DurationQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The durations of the last attempts. */
  Durations ofTask(UUID task) {
    List<Long> waits = new ArrayList<>();
    List<Long> runs = new ArrayList<>();
    jdbc.sql(OF_TASK)
        .param("task", task)
        .param("sample", SAMPLE)
        .query(row -> {
          add(row, waits, runs);
        });
    return new Durations(Histogram.of(waits).orElse(null), Histogram.of(runs).orElse(null));
  }

  private static void add(ResultSet row, List<Long> waits, List<Long> runs) throws SQLException {
    waits.add(row.getLong("waited"));
    long ran = row.getLong("ran");
    if (!row.wasNull()) {
      runs.add(ran);
    }
  }
}
