package org.openhtc.job.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.SqlTime;
import org.openhtc.job.lifecycle.TailEventWriter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves untouched tails into a region's queue. A tail that does not fit its limits as a whole stays
 * {@code SUBMITTED_TO_RESCALE}; its jobs are then admitted one by one, at their placement.
 */
@Repository
public class AdmissionStore {
  /**
   * Tails of limited projects, and of others, looked at in one tick; the others keep what they were
   * told. A tick is not to last longer than its lease.
   */
  private static final int WINDOW = 1000;

  private static final String LIMITED =
      "(project_id = any(:projects::uuid[]) or workspace_id = any(:workspaces::text[]))";

  private static final String ADMIT =
      """
      , moved as (
        update job_batch b
        set tail_status = 'RUNNABLE', tail_reason = 'Queued in region ' || :region,
            admitted_at = :now, updated_at = :now
        from free where b.id = free.id
        returning b.id, b.next_index, b.withdrawn
      ), remembered as (
      """
          + TailEventWriter.REMEMBER_ADMISSION
          + """
          )
          select count(*) from moved
          """;

  private static final String ADMIT_UNLIMITED =
      """
      with free as (
        select id from job_batch
        where is_open and tail_status = 'SUBMITTED_TO_RESCALE' and next_index < size
          and seq <= :last and not %s and %s
        order by priority desc, seq
        limit :window
        for update skip locked
      )
      """
              .formatted(LIMITED, ResponsibleRegion.ITS_OWN)
          + ADMIT;

  private static final String ADMIT_CHOSEN =
      """
      with free as (
        select id from job_batch where id = any(:ids::uuid[])
      )
      """
          + ADMIT;

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
          .formatted(LIMITED, ResponsibleRegion.ITS_OWN);

  /** Jobs that are admitted and not at their end, wherever they stand. */
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

  public AdmissionStore(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  public int admit(ResponsibleRegion by, VcpuLimits limits, long last, Instant now) {
    int unlimited =
        by.in(limited(ADMIT_UNLIMITED, limits))
            .param("last", last)
            .param("window", WINDOW)
            .param("now", SqlTime.of(now))
            .query(Integer.class)
            .single();
    if (limits.isEmpty()) {
      return unlimited;
    }
    Integer withinLimits = transaction.execute(status -> admitWithin(by, limits, last, now));
    return unlimited + withinLimits;
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
    return jdbc.sql(ADMIT_CHOSEN)
        .param("ids", fitting.stream().map(UUID::toString).toArray(String[]::new))
        .param("region", by.name().name())
        .param("now", SqlTime.of(now))
        .query(Integer.class)
        .single();
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
      List<UUID> ids = List.copyOf(reasons.keySet());
      jdbc.sql(EXPLAIN_HELD)
          .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
          .param("reasons", ids.stream().map(reasons::get).toArray(String[]::new))
          .update();
    }
  }

  private JdbcClient.StatementSpec limited(String sql, VcpuLimits limits) {
    return jdbc.sql(sql)
        .param("projects", limits.projects())
        .param("workspaces", limits.workspaces());
  }
}
