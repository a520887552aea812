package org.openhtc.job.forecast;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what occupies the hosts, and how long the jobs of tasks run. */
@Repository
public class OccupancyQueries {
  private static final String ON_HOSTS =
      """
      select j.host, b.project_id, b.workspace_id, b.task_id, b.architecture, b.vcpus,
             coalesce(j.memory_mib, b.memory_mib) as memory_mib, b.disk_gib, j.started_at
      from job j join job_batch b on b.id = j.batch_id and b.is_live
      where j.status in ('STARTING', 'RUNNING')
      """;

  private static final String TASKS =
      "select id, task_id from job_batch where id = any(:ids::uuid[])";

  /** The last jobs of the last batches: at most a thousand of each task. */
  private static final String RUN_TIMES =
      """
      select t.id, count(*) as jobs,
             percentile_disc(array[0.025, 0.075, 0.125, 0.175, 0.225, 0.275, 0.325, 0.375, 0.425,
                                   0.475, 0.525, 0.575, 0.625, 0.675, 0.725, 0.775, 0.825, 0.875,
                                   0.925, 0.975])
               within group (order by r.millis) as millis
      from unnest(:tasks::uuid[]) as t (id)
      cross join lateral (
        select id from job_batch
        where task_id = t.id and succeeded + failed > 0
        order by seq desc limit 20
      ) b
      cross join lateral (
        select (extract(epoch from completed_at - started_at) * 1000)::bigint as millis
        from job
        where batch_id = b.id and status in ('SUCCEEDED', 'FAILED') and started_at is not null
          and not user_cancelled
        order by index desc limit 50
      ) r
      group by t.id
      """;

  private final JdbcClient jdbc;

  OccupancyQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The jobs on the hosts of all regions. */
  public List<OccupyingJob> onHosts() {
    return jdbc.sql(ON_HOSTS).query((row, n) -> job(row)).list();
  }

  /** The task of each batch. */
  public Map<UUID, UUID> tasks(Collection<UUID> batches) {
    Map<UUID, UUID> tasks = new HashMap<>();
    jdbc.sql(TASKS)
        .param("ids", SqlArrays.uuids(batches))
        .query(row -> {
          tasks.put(row.getObject("id", UUID.class), row.getObject("task_id", UUID.class));
        });
    return tasks;
  }

  /** The run times of the tasks; those without ended jobs are left out. */
  public Map<UUID, RunTimes> runTimes(Collection<UUID> tasks) {
    Map<UUID, RunTimes> times = new HashMap<>();
    jdbc.sql(RUN_TIMES)
        .param("tasks", SqlArrays.uuids(tasks))
        .query(row -> {
          Long[] millis = (Long[]) row.getArray("millis").getArray();
          times.put(
              row.getObject("id", UUID.class),
              new RunTimes(Arrays.asList(millis), row.getInt("jobs")));
        });
    return times;
  }

  private static OccupyingJob job(ResultSet row) throws SQLException {
    return new OccupyingJob(
        row.getString("host"),
        row.getObject("project_id", UUID.class),
        row.getString("workspace_id"),
        row.getObject("task_id", UUID.class),
        new Demand(
            Architecture.valueOf(row.getString("architecture")),
            row.getInt("vcpus"),
            row.getInt("memory_mib"),
            row.getInt("disk_gib")),
        SqlTime.optional(row, "started_at"));
  }
}
