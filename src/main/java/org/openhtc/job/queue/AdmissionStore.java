package org.openhtc.job.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.lifecycle.TailWriter;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves untouched tails into a region's queue. A tail that does not fit its limits as a whole stays
 * {@code SUBMITTED_TO_RESCALE}; its jobs are then admitted one by one, at their placement.
 */
@Repository
class AdmissionStore {
  /**
   * Maximum number of tails of limited projects, and of other tails, that one tick processes; the
   * remaining tails keep their reason until a later tick. A tick must not last longer than its
   * lease.
   */
  private static final int WINDOW = 1000;

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
          .formatted(LIMITED, JobQueueStore.RESPONSIBLE);

  private static final String HELD =
      """
      select id, project_id, workspace_id, vcpus::bigint * tail_size as vcpus, tail_reason
      from job_batch
      where is_open and tail_status = 'SUBMITTED_TO_RESCALE' and next_index < size
        and seq <= :last and %s and %s
      order by priority desc, seq
      limit :window
      for update skip locked
      """
          .formatted(LIMITED, JobQueueStore.RESPONSIBLE);

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

  private record Held(UUID id, UUID project, String workspace, long vcpus, String reason) {}

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final TailWriter tails;

  AdmissionStore(JdbcClient jdbc, TransactionTemplate transaction, TailWriter tails) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.tails = tails;
  }

  /**
   * @return how many tails were admitted
   */
  int admit(ResponsibleRegion by, VcpuLimits limits, long last, Instant now) {
    int unlimited =
        transaction.execute(status -> tails.admit(unlimited(by, limits, last), by.name(), now));
    if (limits.isEmpty()) {
      return unlimited;
    }
    int withinLimits = transaction.execute(status -> admitWithin(by, limits, last, now));
    return unlimited + withinLimits;
  }

  private List<UUID> unlimited(ResponsibleRegion by, VcpuLimits limits, long last) {
    return by.in(limited(UNLIMITED, limits))
        .param("last", last)
        .param("window", WINDOW)
        .query((row, n) -> row.getObject("id", UUID.class))
        .list();
  }

  private int admitWithin(ResponsibleRegion by, VcpuLimits limits, long last, Instant now) {
    List<Held> held = held(by, limits, last);
    VcpuBudget budget = new VcpuBudget(limits, held.isEmpty() ? VcpuUse.NONE : admitted(limits));
    List<UUID> fitting = new ArrayList<>();
    Map<UUID, String> reasons = new HashMap<>();
    for (Held tail : held) {
      Optional<String> refusal = budget.refusal(tail.project, tail.workspace, tail.vcpus);
      if (refusal.isEmpty()) {
        budget.take(tail.project, tail.workspace, tail.vcpus);
        fitting.add(tail.id);
      } else if (!refusal.get().equals(tail.reason)) {
        reasons.put(tail.id, refusal.get());
      }
    }
    explain(reasons);
    return tails.admit(fitting, by.name(), now);
  }

  private List<Held> held(ResponsibleRegion by, VcpuLimits limits, long last) {
    return by.in(limited(HELD, limits))
        .param("last", last)
        .param("window", WINDOW)
        .query((row, n) ->
            new Held(
                row.getObject("id", UUID.class),
                row.getObject("project_id", UUID.class),
                row.getString("workspace_id"),
                row.getLong("vcpus"),
                row.getString("tail_reason")))
        .list();
  }

  private VcpuUse admitted(VcpuLimits limits) {
    return VcpuUseRows.read(limited(ADMITTED, limits));
  }

  private void explain(Map<UUID, String> reasons) {
    if (!reasons.isEmpty()) {
      jdbc.sql(EXPLAIN_HELD)
          .param("ids", SqlArrays.uuids(reasons.keySet()))
          .param("reasons", SqlArrays.texts(reasons.values()))
          .update();
    }
  }

  private JdbcClient.StatementSpec limited(String sql, VcpuLimits limits) {
    return jdbc.sql(sql)
        .param("projects", limits.projects())
        .param("workspaces", limits.workspaces());
  }
}
