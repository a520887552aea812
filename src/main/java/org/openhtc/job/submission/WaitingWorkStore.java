package org.openhtc.job.submission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the waiting work of a workspace, from the index of its live batches. */
@Repository
class WaitingWorkStore {
  private static final String COUNTS =
      """
      select coalesce(sum(waiting + tail_size), 0) as jobs, count(*) as batches
      from job_batch where workspace_id = :workspace and is_live
      """;

  private static final String CLASSES =
      """
      select distinct project_id, regions, priority, architecture, vcpus, memory_mib, disk_gib
      from job_batch where workspace_id = :workspace and is_live
      limit :limit
      """;

  private record Counts(long jobs, long batches) {}

  private final JdbcClient jdbc;

  WaitingWorkStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param maxClasses further classes are not read
   */
  WaitingWork of(String workspace, int maxClasses) {
    Counts counts =
        jdbc.sql(COUNTS)
            .param("workspace", workspace)
            .query((row, n) -> new Counts(row.getLong("jobs"), row.getLong("batches")))
            .single();
    List<WaitingWork.DemandClass> classes =
        jdbc.sql(CLASSES)
            .param("workspace", workspace)
            .param("limit", maxClasses)
            .query((row, n) -> demand(row))
            .list();
    return new WaitingWork(counts.jobs, counts.batches, classes);
  }

  private static WaitingWork.DemandClass demand(ResultSet row) throws SQLException {
    return new WaitingWork.DemandClass(
        row.getObject("project_id", UUID.class),
        List.of((String[]) row.getArray("regions").getArray()),
        row.getString("priority"),
        row.getString("architecture"),
        row.getInt("vcpus"),
        row.getInt("memory_mib"),
        row.getInt("disk_gib"));
  }
}
