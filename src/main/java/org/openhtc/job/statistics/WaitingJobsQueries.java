package org.openhtc.job.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The waiting jobs of a workspace by class, with the reason that the scheduler has written. */
@Repository
class WaitingJobsQueries {
  private static final String CLASSES =
      """
      select b.project_id, b.priority, b.architecture, b.vcpus, b.memory_mib, b.disk_gib, b.regions,
             (array_agg(b.task_id order by b.seq))[1] as task_id,
             (array_agg(b.id order by b.seq))[1] as first_batch,
             (array_agg(b.id order by b.seq desc))[1] as last_batch,
             count(distinct b.task_id) as tasks,
             sum(b.waiting + case when b.tail_status = 'FAILED' then 0 else b.tail_size end) as jobs,
             sum(case when b.tail_status = 'SUBMITTED_TO_RESCALE' then b.tail_size else 0 end) as held,
             min(b.submitted_at) as oldest,
             coalesce(
               (array_agg(b.tail_reason order by b.seq)
                  filter (where b.tail_status = 'SUBMITTED_TO_RESCALE'))[1],
               min(w.reason), (array_agg(b.tail_reason order by b.seq))[1]) as reason
      from job_batch b
      left join waiting_reason w on w.project_id = b.project_id and w.priority = b.priority
        and w.architecture = b.architecture and w.vcpus = b.vcpus and w.memory_mib = b.memory_mib
        and w.disk_gib = b.disk_gib and w.regions = b.regions
      where b.workspace_id = :workspace and b.is_live and b.is_open
      group by b.project_id, b.priority, b.architecture, b.vcpus, b.memory_mib, b.disk_gib, b.regions
      order by jobs desc, b.project_id limit :limit
      """;

  private final JdbcClient jdbc;

  WaitingJobsQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The classes with the most jobs first. */
  List<WaitingJobs> ofWorkspace(String workspaceId, int limit) {
    return jdbc.sql(CLASSES)
        .param("workspace", workspaceId)
        .param("limit", limit)
        .query((row, n) -> waiting(row))
        .list();
  }

  private static WaitingJobs waiting(ResultSet row) throws SQLException {
    return new WaitingJobs(
        row.getObject("project_id", UUID.class),
        row.getObject("task_id", UUID.class),
        row.getInt("tasks"),
        JobPriority.valueOf(row.getString("priority")),
        Architecture.valueOf(row.getString("architecture")),
        row.getInt("vcpus"),
        row.getInt("memory_mib"),
        row.getInt("disk_gib"),
        Arrays.stream((String[]) row.getArray("regions").getArray())
            .map(RegionName::valueOf)
            .toList(),
        row.getLong("jobs"),
        row.getLong("held"),
        SqlTime.required(row, "oldest"),
        row.getString("reason"),
        row.getObject("first_batch", UUID.class),
        row.getObject("last_batch", UUID.class),
        null,
        null);
  }
}
