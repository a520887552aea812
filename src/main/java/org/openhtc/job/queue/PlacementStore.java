package org.openhtc.job.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.SqlTime;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailSlice;
import org.openhtc.job.lifecycle.TailStore;
import org.openhtc.region.RegionName;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives jobs their row and their host: all placements of a tick in one transaction. */
@Repository
public class PlacementStore {
  /** A batch whose tail moved meanwhile, or was cancelled, gives no row back. */
  private static final String TAKE_FROM_TAIL =
      """
      update job_batch b
      set next_index = t.next, starting = b.starting + t.taken, updated_at = :now,
          admitted_singly_below = case when b.tail_status = 'RUNNABLE' then b.admitted_singly_below
                                       else t.next end,
          withdrawn = array(select w from unnest(b.withdrawn) as w where w > t.next order by w)
      from unnest(:batches::uuid[], :first::int[], :next::int[], :taken::int[])
        as t (id, first, next, taken)
      where b.id = t.id and b.next_index = t.first
        and b.tail_status in ('RUNNABLE', 'SUBMITTED_TO_RESCALE')
      returning b.id
      """;

  private static final String INSERT_JOBS =
      """
      insert into job (batch_id, index, status, status_reason, attempt, region, host, placed_at,
                       updated_at)
      select p.batch_id, p.index, 'STARTING', 'Placed on host ' || p.host, 1, :region, p.host, :now,
             :now
      from unnest(:batches::uuid[], :indexes::int[], :hosts::text[]) as p (batch_id, index, host)
      """;

  private static final String PLACE_AGAIN =
      """
      update job j
      set status = 'STARTING', status_reason = 'Placed on host ' || p.host,
          attempt = j.attempt + 1, region = :region, host = p.host, placed_at = :now,
          started_at = null, failure_code = null, exit_code = null, updated_at = :now
      from unnest(:batches::uuid[], :indexes::int[], :hosts::text[], :attempts::int[])
        as p (batch_id, index, host, attempt)
      where j.batch_id = p.batch_id and j.index = p.index and j.status = 'RUNNABLE'
        and j.attempt = p.attempt and j.cancel_requested_at is null
      returning j.batch_id, j.index
      """;

  private static final String COUNT_AGAIN =
      """
      update job_batch b
      set waiting = b.waiting - t.taken, starting = b.starting + t.taken, updated_at = :now
      from (select id, count(*)::int as taken from unnest(:batches::uuid[]) as u (id) group by id) t
      where b.id = t.id
      """;

  /** Jobs of a held tail are admitted here, before they are remembered as placed. */
  private static final String REMEMBER_ADMISSION =
      """
      insert into job_event (batch_id, index, at, attempt, status, status_reason, host, region)
      select p.batch_id, p.index, :now, 1, s.status, s.reason, null, null
      from unnest(:batches::uuid[], :indexes::int[]) as p (batch_id, index)
      join job_batch b on b.id = p.batch_id and b.tail_status = 'SUBMITTED_TO_RESCALE'
      cross join (values (1, 'SUBMITTED_TO_PROVIDER', 'Admitted'),
                         (2, 'RUNNABLE', 'Waits for room on a host')) as s (n, status, reason)
      order by p.batch_id, p.index, s.n
      """;

  private static final String REMEMBER =
      """
      insert into job_event (batch_id, index, at, attempt, status, status_reason, host, region)
      select j.batch_id, j.index, :now, j.attempt, j.status, j.status_reason, j.host, j.region
      from unnest(:batches::uuid[], :indexes::int[]) as p (batch_id, index)
      join job j on j.batch_id = p.batch_id and j.index = p.index
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JobRowStore transitions;
  private final TailStore tails;
  private final VcpuLimitGuard limited;
  private final ApplicationEventPublisher events;

  public PlacementStore(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JobRowStore transitions,
      TailStore tails,
      VcpuLimitGuard limited,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.transitions = transitions;
    this.tails = tails;
    this.limited = limited;
    this.events = events;
  }

  public int place(
      RegionName region, List<Placement> wanted, VcpuLimits limits, Fence fence, Instant now) {
    List<Placement> placed =
        transaction.execute(status ->
            fence.holds() ? write(region, limited.within(limits, wanted), now) : List.of());
    if (!placed.isEmpty()) {
      Set<String> hosts = placed.stream().map(Placement::host).collect(Collectors.toSet());
      events.publishEvent(new HostWorkChanged(hosts));
    }
    return placed.size();
  }

  private List<Placement> write(RegionName region, List<Placement> wanted, Instant now) {
    transitions.lockBatches(wanted.stream().map(p -> p.job().batchId()).distinct().toList());
    List<Placement> placed = new ArrayList<>();
    placed.addAll(
        placeFirst(region, wanted.stream().filter(p -> p.fromAttempt() == 0).toList(), now));
    placed.addAll(
        placeAgain(region, wanted.stream().filter(p -> p.fromAttempt() > 0).toList(), now));
    remember(placed, now);
    return placed;
  }

  private List<Placement> placeFirst(RegionName region, List<Placement> wanted, Instant now) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Placement> placed = takeFromTails(wanted, now);
    jdbc.sql(INSERT_JOBS)
        .param("region", region.name())
        .param("now", SqlTime.of(now))
        .param("batches", batches(placed))
        .param("indexes", indexes(placed))
        .param("hosts", hosts(placed))
        .update();
    jdbc.sql(REMEMBER_ADMISSION)
        .param("now", SqlTime.of(now))
        .param("batches", batches(placed))
        .param("indexes", indexes(placed))
        .update();
    return placed;
  }

  private List<Placement> takeFromTails(List<Placement> wanted, Instant now) {
    Map<UUID, TailSlice> takes = tails.takes(wanted);
    Set<UUID> taken =
        jdbc
            .sql(TAKE_FROM_TAIL)
            .param("now", SqlTime.of(now))
            .param("batches", takes.keySet().stream().map(UUID::toString).toArray(String[]::new))
            .param("first", integers(takes, TailSlice::first))
            .param("next", integers(takes, TailSlice::next))
            .param("taken", integers(takes, take -> take.placements().size()))
            .query(UUID.class)
            .list()
            .stream()
            .collect(Collectors.toSet());
    return takes.values().stream()
        .flatMap(take -> take.placements().stream())
        .filter(p -> taken.contains(p.job().batchId()))
        .toList();
  }

  private static Integer[] integers(
      Map<UUID, TailSlice> takes, Function<TailSlice, Integer> value) {
    return takes.values().stream().map(value).toArray(Integer[]::new);
  }

  private List<Placement> placeAgain(RegionName region, List<Placement> wanted, Instant now) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    Set<JobId> moved =
        jdbc
            .sql(PLACE_AGAIN)
            .param("region", region.name())
            .param("now", SqlTime.of(now))
            .param("batches", batches(wanted))
            .param("indexes", indexes(wanted))
            .param("hosts", hosts(wanted))
            .param("attempts", wanted.stream().map(Placement::fromAttempt).toArray(Integer[]::new))
            .query((row, n) -> new JobId(row.getObject(1, UUID.class), row.getInt(2)))
            .list()
            .stream()
            .collect(Collectors.toSet());
    List<Placement> placed = wanted.stream().filter(p -> moved.contains(p.job())).toList();
    jdbc.sql(COUNT_AGAIN).param("now", SqlTime.of(now)).param("batches", batches(placed)).update();
    return placed;
  }

  private void remember(List<Placement> placed, Instant now) {
    jdbc.sql(REMEMBER)
        .param("now", SqlTime.of(now))
        .param("batches", batches(placed))
        .param("indexes", indexes(placed))
        .update();
  }

  private static String[] batches(Collection<Placement> placements) {
    return placements.stream().map(p -> p.job().batchId().toString()).toArray(String[]::new);
  }

  private static Integer[] indexes(Collection<Placement> placements) {
    return placements.stream().map(p -> p.job().index()).toArray(Integer[]::new);
  }

  private static String[] hosts(Collection<Placement> placements) {
    return placements.stream().map(Placement::host).toArray(String[]::new);
  }
}
