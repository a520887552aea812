package org.openhtc.job.queue;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads which classes of jobs wait, in one statement. Its cost depends on the number of classes and
 * not on that of the waiting batches: each step finds the next class in the index (a loose index
 * scan).
 */
@Repository
class QueueOverviewStore {
  private static final String OVERVIEW =
      """
      with recursive class as (
        (select project_id, workspace_id, priority, architecture, vcpus, memory_mib, disk_gib, regions
         from job_batch
         where is_open
         order by project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions
         limit 1)
        union all
        select next.* from class k cross join lateral (
          select project_id, workspace_id, priority, architecture, vcpus, memory_mib, disk_gib, regions
          from job_batch
          where is_open
            and (project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions)
                > (k.project_id, k.priority, k.architecture, k.vcpus, k.memory_mib, k.disk_gib,
                   k.regions)
          order by project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions
          limit 1
        ) next
      )
      select (select case when is_called then last_value else 0 end from job_batch_seq_seq) as last,
             exists (select from job_batch
                     where is_open and tail_status = 'SUBMITTED_TO_RESCALE' and next_index < size)
               as has_held_tails,
             class.*
      from (select 1) one left join class on true
      """;

  private final JdbcClient jdbc;

  QueueOverviewStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  QueueOverview read() {
    List<WaitingClass> classes = new ArrayList<>();
    return jdbc.sql(OVERVIEW)
        .query((row, n) -> {
          if (row.getString("project_id") != null) {
            classes.add(WaitingRows.waitingClass(row));
          }
          return new QueueOverview(row.getLong("last"), row.getBoolean("has_held_tails"), classes);
        })
        .list()
        .getLast();
  }
}
