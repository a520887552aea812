package org.openhtc.job.queue;

import java.util.Collection;
import java.util.UUID;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Writes why untouched tails wait. Rows that another transaction has locked are left for a later
 * tick.
 */
@Repository
class WaitingReasonStore {
  private static final String EXPLAIN =
      """
      with due as (
        select count(*) as batches from job_batch where %1$s
      ), free as (
        select id from job_batch where %1$s for update skip locked
      ), written as (
        update job_batch b set tail_reason = :reason from free where b.id = free.id returning 1
      )
      select (select batches from due) = (select count(*) from written)
      """;

  private static final String WAITING =
      """
      is_open and next_index < size and tail_status = 'RUNNABLE'
      and architecture = :architecture and vcpus = :vcpus and memory_mib = :memory
      and disk_gib = :disk and tail_reason <> :reason and
      """
          + JobQueueStore.RESPONSIBLE;

  private static final String OF_OTHERS =
      EXPLAIN.formatted(WAITING + " and not (project_id = any(:excluded::uuid[]))");

  private static final String OF_CLASS =
      EXPLAIN.formatted(WAITING + " and project_id = :project and priority = :priority");

  private final JdbcClient jdbc;

  WaitingReasonStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean explain(ResponsibleRegion by, Demand demand, String reason, Collection<UUID> excluded) {
    return explanation(OF_OTHERS, by, demand, reason)
        .param("excluded", SqlArrays.uuids(excluded))
        .query(Boolean.class)
        .single();
  }

  boolean explain(ResponsibleRegion by, WaitingClass waiting, String reason) {
    return explanation(OF_CLASS, by, waiting.demand(), reason)
        .param("project", waiting.project())
        .param("priority", waiting.priority().name())
        .query(Boolean.class)
        .single();
  }

  private JdbcClient.StatementSpec explanation(
      String sql, ResponsibleRegion by, Demand demand, String reason) {
    return by.in(jdbc.sql(sql))
        .param("architecture", demand.architecture().name())
        .param("vcpus", demand.vcpus())
        .param("memory", demand.memoryMib())
        .param("disk", demand.diskGib())
        .param("reason", reason);
  }
}
