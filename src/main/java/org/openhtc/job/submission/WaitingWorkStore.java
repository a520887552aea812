package org.openhtc.job.submission;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the work of a workspace, from the indexes of its live and its ended batches. */
@Repository
class WaitingWorkStore {
  private static final String COUNTS =
      """
      select coalesce(sum(waiting + case when tail_status = 'FAILED' then 0 else tail_size end), 0)
               as jobs,
             count(*) as batches
      from job_batch where workspace_id = :workspace and is_live
      """;

  private static final String CLASSES =
      """
      select distinct project_id, regions, priority, architecture, vcpus, memory_mib, disk_gib
      from job_batch where workspace_id = :workspace and is_live
      limit :limit
      """;

  /** The ended batches, of which there may be millions, are counted in their index alone. */
  private static final String STORED =
      """
      select sum(batches) as batches, sum(bytes) as bytes
      from (
        select count(*) as batches, coalesce(sum(stored_bytes), 0) as bytes
        from job_batch where workspace_id = :workspace and is_live
        union all
        select count(*), coalesce(sum(stored_bytes), 0)
        from job_batch where workspace_id = :workspace and ended_at is not null
      ) counted
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
            .query((row, n) -> WaitingWork.DemandClass.of(row))
            .list();
    return new WaitingWork(counts.jobs, counts.batches, classes);
  }

  /** All batches of the workspace that are not purged yet. */
  StoredBatchLimit.Stored stored(String workspace) {
    return jdbc.sql(STORED)
        .param("workspace", workspace)
        .query(
            (row, n) -> new StoredBatchLimit.Stored(row.getLong("batches"), row.getLong("bytes")))
        .single();
  }
}
