package org.openhtc.job.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Places jobs on hosts: many in a few statements, inside a transaction. Records the events, too. A
 * placement by a process whose clock is behind has the time of the event before.
 */
@Repository
public class PlacementWriter {
  private static final String INSERT_JOBS =
      """
      insert into job (batch_id, index, status, status_reason, attempt, region, host, placed_at,
                       updated_at)
      select p.batch_id, p.index, 'STARTING', p.reason, 1, :region, p.host,
             greatest(:now, b.submitted_at, b.admitted_at),
             greatest(:now, b.submitted_at, b.admitted_at)
      from unnest(:batches::uuid[], :indexes::int[], :hosts::text[], :reasons::text[])
        as p (batch_id, index, host, reason)
      join job_batch b on b.id = p.batch_id
      """;

  /**
   * A user's retry has begun the attempt already; otherwise the placement begins it. A job with a
   * memory of its own, given by its retry rules, gets that of the placement: no more than the
   * largest host has.
   */
  private static final String PLACE_AGAIN =
      """
      update job j
      set status = 'STARTING', status_reason = p.reason, attempt = p.attempt + 1, region = :region,
          host = p.host, requested_at = case when j.placed_at is null then j.requested_at end,
          placed_at = greatest(:now, j.updated_at), started_at = null, failure_code = null, exit_code = null,
          memory_mib = case when j.memory_mib is not null
                            then coalesce(nullif(p.memory_mib, 0), j.memory_mib) end,
          peak_memory_mib = null, cpu_millis = null, updated_at = greatest(:now, j.updated_at)
      from unnest(:batches::uuid[], :indexes::int[], :hosts::text[], :reasons::text[],
                  :attempts::int[], :memories::int[])
        as p (batch_id, index, host, reason, attempt, memory_mib)
      where j.batch_id = p.batch_id and j.index = p.index and j.status = 'RUNNABLE'
        and j.attempt = p.attempt + case when j.placed_at is null then 1 else 0 end
        and j.cancel_requested_at is null
      returning j.batch_id, j.index
      """;

  private static final String COUNT_AGAIN =
      """
      update job_batch b
      set waiting = b.waiting - t.taken, starting = b.starting + t.taken, last_placed_at = :now,
          updated_at = :now
      from (select id, count(*)::int as taken from unnest(:batches::uuid[]) as u (id) group by id) t
      where b.id = t.id
      """;

  /** Jobs of a tail that was never admitted are admitted by their placement. */
  private static final String RECORD_ADMISSION =
      """
      insert into job_event (batch_id, attempt, status, indexes)
      select p.batch_id, 0, s.status, array_agg(p.index order by p.index)
      from unnest(:batches::uuid[], :indexes::int[]) as p (batch_id, index)
      join job_batch b on b.id = p.batch_id and b.tail_status = 'SUBMITTED_TO_RESCALE'
      cross join (values (1, 'SUBMITTED_TO_PROVIDER'), (2, 'RUNNABLE')) as s (n, status)
      group by p.batch_id, s.n, s.status
      order by p.batch_id, s.n
      """;

  private static final String RECORD_PLACEMENT =
      """
      insert into job_event (batch_id, attempt, status, indexes)
      select batch_id, attempt, 'STARTING', array_agg(index order by index)
      from unnest(:batches::uuid[], :indexes::int[], :attempts::int[])
        as p (batch_id, index, attempt)
      group by batch_id, attempt
      order by batch_id, attempt
      """;

  private final JdbcClient jdbc;
  private final JobRowStore rows;
  private final TailStore tails;
  private final TailWriter tailWriter;

  PlacementWriter(JdbcClient jdbc, JobRowStore rows, TailStore tails, TailWriter tailWriter) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.tails = tails;
    this.tailWriter = tailWriter;
  }

  /**
   * Places the jobs that are still as the plan assumes. A first attempt may be placed on another
   * job of the same tail, if jobs were placed or withdrawn since the plan was made.
   *
   * @return what was placed
   */
  public List<Placement> place(RegionName region, List<Placement> wanted, Instant now) {
    rows.lockBatches(wanted.stream().map(p -> p.job().batchId()).distinct().toList());
    List<Placement> placed = new ArrayList<>();
    placed.addAll(
        placeFirst(region, wanted.stream().filter(p -> p.fromAttempt() == 0).toList(), now));
    placed.addAll(
        placeAgain(region, wanted.stream().filter(p -> p.fromAttempt() > 0).toList(), now));
    ofJobs(RECORD_PLACEMENT, placed)
        .param("attempts", SqlArrays.integers(placed, p -> p.fromAttempt() + 1))
        .update();
    return placed;
  }

  private List<Placement> placeFirst(RegionName region, List<Placement> wanted, Instant now) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Placement> placed = takeFromTails(wanted, now);
    place(INSERT_JOBS, region, placed, now).update();
    ofJobs(RECORD_ADMISSION, placed).update();
    return placed;
  }

  private List<Placement> takeFromTails(List<Placement> wanted, Instant now) {
    Map<UUID, TailSlice> slices = tails.slices(wanted);
    Set<UUID> taken = tailWriter.take(slices, now);
    return slices.values().stream()
        .flatMap(slice -> slice.placements().stream())
        .filter(p -> taken.contains(p.job().batchId()))
        .toList();
  }

  private List<Placement> placeAgain(RegionName region, List<Placement> wanted, Instant now) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    Set<JobId> moved =
        place(PLACE_AGAIN, region, wanted, now)
            .param("attempts", SqlArrays.integers(wanted, Placement::fromAttempt))
            .param("memories", SqlArrays.integers(wanted, PlacementWriter::memory))
            .query(
                (row, n) -> new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")))
            .set();
    List<Placement> placed = wanted.stream().filter(p -> moved.contains(p.job())).toList();
    jdbc.sql(COUNT_AGAIN)
        .param("now", SqlTime.of(now))
        .param("batches", SqlArrays.uuids(placed, p -> p.job().batchId()))
        .update();
    return placed;
  }

  private static int memory(Placement placement) {
    return Objects.requireNonNullElse(placement.memoryMib(), 0);
  }

  private JdbcClient.StatementSpec place(
      String sql, RegionName region, List<Placement> placements, Instant now) {
    return ofJobs(sql, placements)
        .param("now", SqlTime.of(now))
        .param("region", region.name())
        .param("hosts", SqlArrays.texts(placements, Placement::host))
        .param("reasons", SqlArrays.texts(placements, PlacementWriter::reason));
  }

  private static String reason(Placement placement) {
    return placement.isAhead()
        ? StatusReason.preparedOn(placement.host())
        : StatusReason.placedOn(placement.host());
  }

  private JdbcClient.StatementSpec ofJobs(String sql, List<Placement> placements) {
    return jdbc.sql(sql)
        .param("batches", SqlArrays.uuids(placements, p -> p.job().batchId()))
        .param("indexes", SqlArrays.integers(placements, p -> p.job().index()));
  }
}
