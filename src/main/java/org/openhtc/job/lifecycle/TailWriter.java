package org.openhtc.job.lifecycle;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openhtc.job.JobEvent;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Changes the status of whole tails, and takes jobs out of tails. Records the events, too. Runs
 * inside a transaction that has locked the batches. The time of a change is at least that of the
 * event before: the work of a request may be done later than another change, and clocks of
 * processes differ.
 */
@Repository
public class TailWriter {
  private static final String ADMIT =
      """
      update job_batch
      set tail_status = 'RUNNABLE', tail_reason = :reason,
          admitted_at = greatest(:now, submitted_at), updated_at = greatest(:now, submitted_at)
      where id = any(:ids::uuid[]) and tail_status = 'SUBMITTED_TO_RESCALE'
      returning id
      """;

  private static final String CANCEL =
      """
      update job_batch
      set tail_status = 'FAILED', tail_reason = :reason, tail_cancelled = true,
          tail_ended_at = greatest(:now, submitted_at, admitted_at),
          updated_at = greatest(:now, updated_at)
      where id = any(:ids::uuid[]) and next_index < size and tail_status <> 'FAILED'
      returning id, tail_size
      """;

  private static final String FAIL =
      """
      update job_batch b
      set tail_status = 'FAILED', tail_reason = t.reason, tail_failure = t.failure,
          tail_ended_at = greatest(:now, b.submitted_at, b.admitted_at),
          updated_at = greatest(:now, b.updated_at)
      from unnest(:ids::uuid[], :reasons::text[], :failures::text[]) as t (id, reason, failure)
      where b.id = t.id and b.next_index < b.size and b.tail_status <> 'FAILED'
      returning b.id
      """;

  /**
   * A batch whose tail has ended returns no row. Jobs of a tail that was never admitted are
   * admitted by their placement.
   */
  private static final String TAKE =
      """
      update job_batch b
      set next_index = t.next, starting = b.starting + t.taken, last_placed_at = :now,
          updated_at = :now,
          withdrawn = array(select w from unnest(b.withdrawn) as w where w > t.next order by w)
      from unnest(:ids::uuid[], :first::int[], :next::int[], :taken::int[])
        as t (id, first, next, taken)
      where b.id = t.id and b.next_index = t.first
        and b.tail_status in ('RUNNABLE', 'SUBMITTED_TO_RESCALE')
      returning b.id
      """;

  private static final String INSERT_WITHDRAWN_JOBS =
      """
      insert into job (batch_id, index, status, status_reason, attempt, user_cancelled,
                       never_admitted, completed_at, updated_at)
      select b.id, i.index, 'FAILED', :reason, 0, true, b.admitted_at is null,
             greatest(:now, b.submitted_at, b.admitted_at),
             greatest(:now, b.submitted_at, b.admitted_at)
      from job_batch b cross join unnest(:indexes::int[]) as i (index)
      where b.id = :id
      """;

  private static final String RECORD_WITHDRAWAL =
      """
      insert into job_event (batch_id, attempt, status, indexes)
      values (:id, 0, 'FAILED', :indexes::int[])
      """;

  private static final String WITHDRAW =
      """
      update job_batch
      set next_index = :next, withdrawn = :withdrawn::int[], failed = failed + :count,
          updated_at = :now
      where id = :id
      """;

  /** The end of the wait counts as an attempt, so that the requested one is the second. */
  private static final String RECORD_ENDS =
      """
      insert into job_attempt (batch_id, index, attempt, final_at, final_reason, final_cancelled)
      select b.id, i.index, 1, b.tail_ended_at, b.tail_reason, b.tail_cancelled
      from job_batch b cross join unnest(:indexes::int[]) as i (index)
      where b.id = :id
      """;

  private static final String INSERT_RETRIED_JOBS =
      """
      insert into job (batch_id, index, status, status_reason, attempt, never_admitted,
                       requested_at, updated_at)
      select b.id, i.index, 'RUNNABLE', :reason, 2, b.admitted_at is null,
             greatest(:now, b.tail_ended_at), greatest(:now, b.tail_ended_at)
      from job_batch b cross join unnest(:indexes::int[]) as i (index)
      where b.id = :id
      """;

  private static final String RECORD_RETRY =
      """
      insert into job_event (batch_id, attempt, status, indexes)
      values (:id, 2, 'REQUESTED', :indexes::int[])
      """;

  private static final String RETRY =
      """
      update job_batch
      set next_index = :next, withdrawn = :withdrawn::int[], waiting = waiting + :count,
          failures = 0, stop_reason = null, last_placed_at = :now, updated_at = :now
      where id = :id
      """;

  private final JdbcClient jdbc;
  private final TailStore tails;
  private final TailEventWriter events;

  TailWriter(JdbcClient jdbc, TailStore tails, TailEventWriter events) {
    this.jdbc = jdbc;
    this.tails = tails;
    this.events = events;
  }

  /**
   * Moves tails that were not admitted yet into the queue of a region.
   *
   * @return how many tails were admitted
   */
  public int admit(Collection<UUID> batches, RegionName region, Instant now) {
    if (batches.isEmpty()) {
      return 0;
    }
    List<UUID> admitted =
        jdbc.sql(ADMIT)
            .param("ids", SqlArrays.uuids(batches))
            .param("reason", StatusReason.queuedIn(region.name()))
            .param("now", SqlTime.of(now))
            .query((row, n) -> row.getObject("id", UUID.class))
            .list();
    events.admitted(admitted);
    return admitted.size();
  }

  /**
   * Cancels the tails that have not ended.
   *
   * @return how many jobs they had
   */
  public int cancel(Collection<UUID> batches, String reason, Instant now) {
    Map<UUID, Integer> cancelled = new LinkedHashMap<>();
    jdbc.sql(CANCEL)
        .param("ids", SqlArrays.uuids(batches))
        .param("reason", reason)
        .param("now", SqlTime.of(now))
        .query(row -> {
          cancelled.put(row.getObject("id", UUID.class), row.getInt("tail_size"));
        });
    events.ended(cancelled.keySet());
    return cancelled.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Fails the tails that have not ended.
   *
   * @return how many tails failed
   */
  public int fail(Map<UUID, JobEvent.ProviderDown> causes, Instant now) {
    List<JobEvent.ProviderDown> values = List.copyOf(causes.values());
    List<UUID> failed =
        jdbc.sql(FAIL)
            .param("ids", SqlArrays.uuids(causes.keySet()))
            .param("reasons", SqlArrays.texts(values, JobEvent.ProviderDown::reason))
            .param("failures", SqlArrays.texts(values, v -> v.code().wireName()))
            .param("now", SqlTime.of(now))
            .query((row, n) -> row.getObject("id", UUID.class))
            .list();
    events.ended(failed);
    return failed.size();
  }

  /**
   * Takes the first jobs of tails, to be placed.
   *
   * @return the batches whose tails were as the slices assume; nothing is taken of the others
   */
  Set<UUID> take(Map<UUID, TailSlice> slices, Instant now) {
    List<TailSlice> values = List.copyOf(slices.values());
    return jdbc.sql(TAKE)
        .param("now", SqlTime.of(now))
        .param("ids", SqlArrays.uuids(slices.keySet()))
        .param("first", SqlArrays.integers(values, TailSlice::first))
        .param("next", SqlArrays.integers(values, TailSlice::next))
        .param("taken", SqlArrays.integers(values, s -> s.placements().size()))
        .query((row, n) -> row.getObject("id", UUID.class))
        .set();
  }

  /**
   * Cancels some jobs of a tail that has not ended.
   *
   * @param indexes of the jobs, in ascending order; others than those of the tail are left out
   * @return how many jobs were cancelled
   */
  public int withdraw(UUID batch, IntStream indexes, Instant now) {
    return takeOut(
        batch,
        indexes,
        List.of(INSERT_WITHDRAWN_JOBS, RECORD_WITHDRAWAL, WITHDRAW),
        StatusReason.CANCELLED,
        now);
  }

  /**
   * Lets some jobs of a tail that has ended wait for an attempt. They get rows of their own.
   *
   * @param indexes of the jobs, in ascending order; others than those of the tail are left out
   * @return how many jobs wait again
   */
  public int retry(UUID batch, IntStream indexes, Instant now) {
    return takeOut(
        batch,
        indexes,
        List.of(RECORD_ENDS, INSERT_RETRIED_JOBS, RECORD_RETRY, RETRY),
        StatusReason.RETRIED,
        now);
  }

  private int takeOut(
      UUID batch, IntStream indexes, List<String> statements, String reason, Instant now) {
    Tail tail = tails.one(batch);
    int[] taken = indexes.filter(tail::contains).toArray();
    if (taken.length > 0) {
      Tail rest = tail.without(Arrays.stream(taken).boxed().collect(Collectors.toSet()));
      for (String statement : statements) {
        jdbc.sql(statement)
            .param("id", batch)
            .param("indexes", Arrays.stream(taken).boxed().toArray(Integer[]::new))
            .param("count", taken.length)
            .param("next", rest.next())
            .param("withdrawn", rest.withdrawnInOrder())
            .param("reason", reason)
            .param("now", SqlTime.of(now))
            .update();
      }
    }
    return taken.length;
  }
}
