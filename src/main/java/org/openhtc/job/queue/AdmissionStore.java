package org.openhtc.job.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.openhtc.job.lifecycle.TailWriter;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the tails that wait for admission, and writes the admissions. Which tails of a limited
 * project or workspace are admitted is decided in module {@code scheduling}.
 */
@Repository
class AdmissionStore {
  /**
   * Maximum number of tails of limited projects, and of other tails, that one tick processes; the
   * remaining tails keep their reason until a later tick. A tick must not last longer than its
   * lease.
   */
  private static final int WINDOW = 1000;

  /** The same condition as {@link ResponsibleRegion#isFor}, on a batch. */
  private static final String RESPONSIBLE =
      """
      (:region = any(regions)
       and :region = coalesce((select first from unnest(:order::text[]) with ordinality o (first, n)
                               where first = any(regions) order by n limit 1), regions[1]))
      """;

  private static final String LIMITED =
      "(project_id = any(:projects::uuid[]) or workspace_id = any(:workspaces::text[]))";

  private static final String UNLIMITED =
      """
      select id from job_batch
      where is_open and tail_status = 'SUBMITTED_TO_RESCALE' and next_index < size
        and seq <= :last and not %s and %s
      order by priority desc, seq
      limit :window
      for update skip locked
      """
          .formatted(LIMITED, RESPONSIBLE);

  private static final String HELD =
      """
      select id, project_id, workspace_id, vcpus::bigint * tail_size as vcpus, tail_reason
      from job_batch
      where is_open and tail_status = 'SUBMITTED_TO_RESCALE' and next_index < size
        and seq <= :last and %s and %s
      order by priority desc, seq
      limit :window
      """
          .formatted(LIMITED, RESPONSIBLE);

  /** Tails that another transaction has locked, or that are no longer held, are left out. */
  private static final String LOCK_HELD =
      """
      select id from job_batch
      where id = any(:ids::uuid[]) and is_open and tail_status = 'SUBMITTED_TO_RESCALE'
        and next_index < size
      for update skip locked
      """;

  /** Jobs that are admitted and have not ended, in any status. */
  private static final String ADMITTED =
      """
      select project_id, workspace_id,
             sum(vcpus::bigint * (waiting + starting + running
                 + case when tail_status = 'RUNNABLE' then tail_size else 0 end)) as vcpus
      from job_batch
      where is_live and %s
      group by project_id, workspace_id
      """
          .formatted(LIMITED);

  private static final String EXPLAIN_HELD =
      """
      update job_batch b set tail_reason = t.reason
      from unnest(:ids::uuid[], :reasons::text[]) as t (id, reason)
      where b.id = t.id
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final TailWriter tails;

  AdmissionStore(JdbcClient jdbc, TransactionTemplate transaction, TailWriter tails) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.tails = tails;
  }

  /**
   * Admits the tails whose project and workspace have no limit.
   *
   * @return how many tails were admitted
   */
  int admitUnlimited(ResponsibleRegion by, VcpuLimits limits, long last, Instant now) {
    return transaction.execute(status -> tails.admit(unlimited(by, limits, last), by.name(), now));
  }

  /**
   * Admits the tails that are still held.
   *
   * @return how many tails were admitted
   */
  int admit(RegionName region, Collection<UUID> held, Instant now) {
    return held.isEmpty()
        ? 0
        : transaction.execute(status -> tails.admit(lockHeld(held), region, now));
  }

  /** Writes the reasons of tails that are still held. */
  void explain(Map<UUID, String> reasons) {
    if (!reasons.isEmpty()) {
      transaction.executeWithoutResult(status -> {
        List<UUID> held = lockHeld(reasons.keySet());
        jdbc.sql(EXPLAIN_HELD)
            .param("ids", SqlArrays.uuids(held))
            .param("reasons", SqlArrays.texts(held, id -> Objects.requireNonNull(reasons.get(id))))
            .update();
      });
    }
  }

  private List<UUID> lockHeld(Collection<UUID> batches) {
    return jdbc.sql(LOCK_HELD)
        .param("ids", SqlArrays.uuids(batches))
        .query((row, n) -> row.getObject("id", UUID.class))
        .list();
  }

  private List<UUID> unlimited(ResponsibleRegion by, VcpuLimits limits, long last) {
    return by.in(limited(UNLIMITED, limits))
        .param("last", last)
        .param("window", WINDOW)
        .query((row, n) -> row.getObject("id", UUID.class))
        .list();
  }

  /** In order of priority and age. */
  List<HeldTail> held(ResponsibleRegion by, VcpuLimits limits, long last) {
    return by.in(limited(HELD, limits))
        .param("last", last)
        .param("window", WINDOW)
        .query((row, n) ->
            new HeldTail(
                row.getObject("id", UUID.class),
                row.getObject("project_id", UUID.class),
                row.getString("workspace_id"),
                row.getLong("vcpus"),
                row.getString("tail_reason")))
        .list();
  }

  /** The vCPUs of admitted jobs of the limited projects and workspaces. */
  VcpuUse admitted(VcpuLimits limits) {
    return VcpuUseRows.read(limited(ADMITTED, limits));
  }

  private JdbcClient.StatementSpec limited(String sql, VcpuLimits limits) {
    return jdbc.sql(sql)
        .param("projects", limits.projects())
        .param("workspaces", limits.workspaces());
  }
}
