package org.openhtc.job.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What the ended jobs of tasks and groups used. The maxima are exact, because batches store theirs;
 * medians and percentiles are those of a sample, so that a task of a million jobs costs no more
 * than one of ten thousand.
 */
@Repository
class UsageQueries {
  /** Jobs that a request reads; the error of a percentile of so many is below half a percent. */
  private static final int SAMPLE = 10_000;

  /** Jobs of each group, if a page has many groups. */
  private static final int SMALLEST_SAMPLE = 100;

  /**
   * Every n-th job of each group, counted through its batches. An odd n meets all phases of a
   * sequence of jobs that repeats itself after 10 or 100. Each of them is read by its key: the
   * planner expects more jobs than the sample has, and would read the whole table for them, which
   * {@code offset 0} prevents.
   */
  private static final String OF_GROUPS =
      """
      with batch as (
        select id, size, key, longest_run_millis, largest_memory_mib, most_cpu_millis,
               sum(size) over (partition by key order by seq) - size as before,
               ceil(sum(size) over (partition by key) / :sample::numeric)::bigint | 1 as n
        from (
          select *, case when :byGroup then group_name else '' end as key
          from job_batch
          where task_id = :task and (not :byGroup or group_name = any(:groups::text[]))
        ) chosen
      ), sample as (
        select b.key, percentile_disc(array[0.5, 0.95]) within group (
                 order by (extract(epoch from j.completed_at - j.started_at) * 1000)::bigint) as run,
               percentile_disc(array[0.5, 0.95]) within group (order by j.peak_memory_mib) as memory,
               percentile_disc(array[0.5, 0.95]) within group (order by j.cpu_millis) as cpu
        from batch b
        cross join lateral generate_series((b.n - b.before % b.n) % b.n, b.size - 1, b.n) as i (index)
        cross join lateral (
          select * from job r where r.batch_id = b.id and r.index = i.index offset 0
        ) j
        where j.status in ('SUCCEEDED', 'FAILED') and j.started_at is not null
        group by b.key
      )
      select b.key,
             s.run[1] as run_median, s.run[2] as run_p95, max(longest_run_millis) as run_max,
             s.memory[1] as memory_median, s.memory[2] as memory_p95,
             max(largest_memory_mib) as memory_max,
             s.cpu[1] as cpu_median, s.cpu[2] as cpu_p95, max(most_cpu_millis) as cpu_max
      from batch b left join sample s on s.key = b.key
      group by b.key, s.run, s.memory, s.cpu
      """;

  private final JdbcClient jdbc;

  UsageQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What the ended jobs of the task used. */
  UsageSummary ofTask(UUID task) {
    return of(task, null).getOrDefault("", UsageSummary.NONE);
  }

  /** What the ended jobs of each of the groups used; groups without jobs are left out. */
  Map<String, UsageSummary> ofGroups(UUID task, List<String> groups) {
    return of(task, groups);
  }

  private Map<String, UsageSummary> of(UUID task, @Nullable List<String> groups) {
    int parts = groups == null ? 1 : Math.max(1, groups.size());
    Map<String, UsageSummary> usage = new HashMap<>();
    jdbc.sql(OF_GROUPS)
        .param("task", task)
        .param("byGroup", groups != null)
        .param("groups", SqlArrays.texts(groups == null ? List.of() : groups))
        .param("sample", Math.max(SMALLEST_SAMPLE, SAMPLE / parts))
        .query(row -> {
          usage.put(row.getString("key"), summary(row));
        });
    return usage;
  }

  private static UsageSummary summary(ResultSet row) throws SQLException {
    return new UsageSummary(
        distribution(row, "run"), distribution(row, "memory"), distribution(row, "cpu"));
  }

  private static UsageSummary.@Nullable Distribution distribution(ResultSet row, String name)
      throws SQLException {
    Long maximum = row.getObject(name + "_max", Long.class);
    if (maximum == null) {
      return null;
    }
    Long median = row.getObject(name + "_median", Long.class);
    Long p95 = row.getObject(name + "_p95", Long.class);
    return new UsageSummary.Distribution(median, p95, maximum);
  }
}
