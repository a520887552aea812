package org.openhtc.job.advice;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads what the succeeded jobs of a task used, by what they request. Like the usage of a task,
 * these are figures of a sample, so that a task of a million jobs costs no more than one of ten
 * thousand.
 */
@Repository
class MeasuredUseQueries {
  /** Jobs of each request that are read. */
  private static final int SAMPLE = 5_000;

  /** Requests with fewer jobs than those of the first ones are left out. */
  private static final int MOST_REQUESTS = 20;

  /** The run time of very short jobs is not longer than the error of its measurement. */
  private static final int SHORTEST_RUN_MILLIS = 1_000;

  /** Every n-th job of each request, counted through its batches and read as for the usage. */
  private static final String OF_TASK =
      """
      with batch as (
        select id, size, failed, vcpus, memory_mib,
               sum(size) over (partition by vcpus, memory_mib order by seq) - size as before,
               ceil(sum(size) over (partition by vcpus, memory_mib) / :sample::numeric)::bigint | 1
                 as n
        from job_batch where task_id = :task
      ), request as (
        select vcpus, memory_mib, sum(size) as size from batch group by 1, 2
        order by size desc, 1, 2 limit :requests
      ), sample as (
        select b.vcpus, b.memory_mib, count(*) as jobs,
               percentile_disc(array[0.5, 0.95, 1]) within group (order by j.peak_memory_mib)
                 as memory,
               percentile_disc(array[0.5, 0.95, 1]) within group (
                 order by case when r.millis >= :shortest then j.cpu_millis / r.millis end)
                 as cores
        from batch b
        cross join lateral generate_series((b.n - b.before % b.n) % b.n, b.size - 1, b.n) as i (index)
        cross join lateral (
          select * from job r where r.batch_id = b.id and r.index = i.index offset 0
        ) j
        cross join lateral (
          select (extract(epoch from j.completed_at - j.started_at) * 1000)::double precision
                   as millis
        ) r
        where j.status = 'SUCCEEDED' and (j.peak_memory_mib is not null or j.cpu_millis is not null)
        group by 1, 2
      ), killed as (
        select b.vcpus, b.memory_mib, count(*) as jobs
        from batch b
        join job j on j.batch_id = b.id and j.status = 'FAILED'
        where b.failed > 0 and j.failure_code = 'ErrorNotEnoughMemory'
        group by 1, 2
      )
      select q.vcpus, q.memory_mib, coalesce(s.jobs, 0) as jobs,
             coalesce(k.jobs, 0) as out_of_memory, s.memory, s.cores
      from request q
      left join sample s on s.vcpus = q.vcpus and s.memory_mib = q.memory_mib
      left join killed k on k.vcpus = q.vcpus and k.memory_mib = q.memory_mib
      where s.jobs is not null or k.jobs is not null
      order by q.size desc, 1, 2
      """;

  private final JdbcClient jdbc;

  MeasuredUseQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The requests of most jobs first; those of which no job was measured are left out. */
  List<MeasuredUse> ofTask(UUID task) {
    return jdbc.sql(OF_TASK)
        .param("task", task)
        .param("sample", SAMPLE)
        .param("requests", MOST_REQUESTS)
        .param("shortest", SHORTEST_RUN_MILLIS)
        .query((row, n) -> use(row))
        .list();
  }

  private static MeasuredUse use(ResultSet row) throws SQLException {
    return new MeasuredUse(
        row.getInt("vcpus"),
        row.getInt("memory_mib"),
        row.getInt("jobs"),
        row.getLong("out_of_memory"),
        distribution(row, "memory"),
        distribution(row, "cores"));
  }

  private static MeasuredUse.@Nullable Distribution distribution(ResultSet row, String column)
      throws SQLException {
    Array array = row.getArray(column);
    if (array == null) {
      return null;
    }
    Number[] values = (Number[]) array.getArray();
    return values[0] == null
        ? null
        : new MeasuredUse.Distribution(
            values[0].doubleValue(), values[1].doubleValue(), values[2].doubleValue());
  }
}
