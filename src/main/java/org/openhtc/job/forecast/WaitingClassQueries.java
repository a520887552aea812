package org.openhtc.job.forecast;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the waiting jobs of a task by class, with the reason that the scheduler has written. */
@Repository
class WaitingClassQueries {
  /** Only the classes with the most jobs are read. */
  private static final int MOST_CLASSES = 100;

  private static final String OF_TASK =
      """
      select b.priority, b.architecture, b.vcpus, b.memory_mib, b.disk_gib, b.regions,
             sum(b.waiting + case when b.tail_status = 'FAILED' then 0 else b.tail_size end) as jobs,
             sum(case when b.tail_status = 'SUBMITTED_TO_RESCALE' then b.tail_size else 0 end)
               as held,
             coalesce(
               (array_agg(b.tail_reason order by b.seq)
                  filter (where b.tail_status = 'SUBMITTED_TO_RESCALE'))[1],
               min(w.reason), (array_agg(b.tail_reason order by b.seq))[1]) as reason,
             (array_agg(b.id order by b.seq))[1] as first_batch,
             (array_agg(b.id order by b.seq desc))[1] as last_batch
      from job_batch b
      left join waiting_reason w on w.project_id = b.project_id and w.priority = b.priority
        and w.architecture = b.architecture and w.vcpus = b.vcpus and w.memory_mib = b.memory_mib
        and w.disk_gib = b.disk_gib and w.regions = b.regions
      where b.task_id = :task and b.is_live and b.is_open
      group by 1, 2, 3, 4, 5, 6
      order by jobs desc limit :limit
      """;

  private final JdbcClient jdbc;

  WaitingClassQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The classes with the most jobs first. */
  List<WaitingInTask> ofTask(UUID task) {
    return jdbc.sql(OF_TASK)
        .param("task", task)
        .param("limit", MOST_CLASSES)
        .query((row, n) -> waiting(row))
        .list();
  }

  private static WaitingInTask waiting(ResultSet row) throws SQLException {
    return new WaitingInTask(
        JobPriority.valueOf(row.getString("priority")),
        new Demand(
            Architecture.valueOf(row.getString("architecture")),
            row.getInt("vcpus"),
            row.getInt("memory_mib"),
            row.getInt("disk_gib")),
        Arrays.stream((String[]) row.getArray("regions").getArray())
            .map(RegionName::valueOf)
            .toList(),
        row.getLong("jobs"),
        row.getLong("held"),
        row.getString("reason"),
        row.getObject("first_batch", UUID.class),
        row.getObject("last_batch", UUID.class));
  }
}
