package org.openhtc.job.queue;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes why untouched tails wait. Rows that another writer holds are left for the next time. */
@Repository
class WaitingReasonStore {
  private static final String EXPLAIN =
      """
      with due as (
        select count(*) as batches from job_batch where %1$s
      ), free as (
        select id from job_batch where %1$s for update skip locked
      ), told as (
        update job_batch b set tail_reason = :reason from free where b.id = free.id returning 1
      )
      select (select batches from due) = (select count(*) from told)
      """;

  private static final String WAITING =
      """
      is_open and next_index < size and tail_status = 'RUNNABLE'
      and architecture = :architecture and vcpus = :vcpus and memory_mib = :memory
      and disk_gib = :disk and tail_reason <> :reason and
      """
          + ResponsibleRegion.ITS_OWN;

  private static final String OF_OTHERS =
      EXPLAIN.formatted(WAITING + " and not (project_id = any(:apart::uuid[]))");

  private static final String OF_KIND =
      EXPLAIN.formatted(WAITING + " and project_id = :project and priority = :priority");

  private final JdbcClient jdbc;

  WaitingReasonStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean explain(ResponsibleRegion by, Demand demand, String reason, Collection<UUID> apart) {
    return explanation(OF_OTHERS, by, demand, reason)
        .param("apart", apart.stream().map(UUID::toString).toArray(String[]::new))
        .query(Boolean.class)
        .single();
  }

  boolean explain(ResponsibleRegion by, WaitingClass kind, String reason) {
    return explanation(OF_KIND, by, kind.demand(), reason)
        .param("project", kind.project())
        .param("priority", kind.priority().name())
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
