package org.openhtc.job.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
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
        (select project_id, workspace_id, priority, architecture, vcpus, memory_mib, disk_gib, regions,
                seq
         from job_batch
         where is_open
         order by project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions, seq
         limit 1)
        union all
        select next.* from class k cross join lateral (
          select project_id, workspace_id, priority, architecture, vcpus, memory_mib, disk_gib, regions,
                 seq
          from job_batch
          where is_open
            and (project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions)
                > (k.project_id, k.priority, k.architecture, k.vcpus, k.memory_mib, k.disk_gib,
                   k.regions)
          order by project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions, seq
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
    return jdbc.sql(OVERVIEW).query(QueueOverviewStore::overview);
  }

  /** There is at least one row; without waiting jobs it has no class. */
  private static QueueOverview overview(ResultSet row) throws SQLException {
    Map<WaitingClass, Long> classes = new LinkedHashMap<>();
    long last = 0;
    boolean hasHeldTails = false;
    while (row.next()) {
      last = row.getLong("last");
      hasHeldTails = row.getBoolean("has_held_tails");
      if (row.getString("project_id") != null) {
        classes.put(WaitingRows.waitingClass(row), row.getLong("seq"));
      }
    }
    return new QueueOverview(last, hasHeldTails, classes);
  }
}
