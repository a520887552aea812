package org.openhtc.job.lifecycle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Changes the status of whole tails, and takes jobs out of tails. Records the events, too. Runs
 * inside a transaction that has locked the batches.
 */
@Repository
public class TailWriter {
  private static final String ADMIT =
      """
      update job_batch
      set tail_status = 'RUNNABLE', tail_reason = :reason, admitted_at = :now, updated_at = :now
      where id = any(:ids::uuid[]) and tail_status = 'SUBMITTED_TO_RESCALE'
      returning id
      """;

  private static final String CANCEL =
      """
      update job_batch
      set tail_status = 'FAILED', tail_reason = :reason, tail_cancelled = true,
          tail_ended_at = :now, updated_at = :now
      where id = any(:ids::uuid[]) and next_index < size and tail_status <> 'FAILED'
      returning id
      """;

  private static final String FAIL =
      """
      update job_batch b
      set tail_status = 'FAILED', tail_reason = t.reason, tail_failure = t.failure,
          tail_ended_at = :now, updated_at = :now
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
          admitted_singly_below = case when b.tail_status = 'RUNNABLE' then b.admitted_singly_below
                                       else t.next end,
          withdrawn = array(select w from unnest(b.withdrawn) as w where w > t.next order by w)
      from unnest(:ids::uuid[], :first::int[], :next::int[], :taken::int[])
        as t (id, first, next, taken)
      where b.id = t.id and b.next_index = t.first
        and b.tail_status in ('RUNNABLE', 'SUBMITTED_TO_RESCALE')
      returning b.id
      """;

  private static final String INSERT_WITHDRAWN_JOB =
      """
      insert into job (batch_id, index, status, status_reason, attempt, user_cancelled,
                       never_admitted, completed_at, updated_at)
      select id, :index, 'FAILED', :reason, 0, true, admitted_at is null, :now, :now
      from job_batch where id = :id
      """;

  private static final String RECORD_WITHDRAWAL =
      """
      insert into job_event (batch_id, attempt, status, indexes)
      values (:id, 0, 'FAILED', array[:index])
      """;

  private static final String WITHDRAW =
      """
      update job_batch
      set next_index = :next, withdrawn = :withdrawn::int[], failed = failed + 1, updated_at = :now
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
    events.admitted(admitted, now);
    return admitted.size();
  }

  /** Cancels the tails that have not ended. */
  public void cancel(Collection<UUID> batches, String reason, Instant now) {
    events.ended(
        jdbc.sql(CANCEL)
            .param("ids", SqlArrays.uuids(batches))
            .param("reason", reason)
            .param("now", SqlTime.of(now))
            .query((row, n) -> row.getObject("id", UUID.class))
            .list());
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

  /** Cancels one job of a tail that has not ended. */
  public void withdraw(JobId job, Instant now) {
    Tail rest = tails.one(job.batchId()).without(job.index());
    for (String insert : List.of(INSERT_WITHDRAWN_JOB, RECORD_WITHDRAWAL)) {
      jdbc.sql(insert)
          .param("id", job.batchId())
          .param("index", job.index())
          .param("reason", StatusReason.CANCELLED)
          .param("now", SqlTime.of(now))
          .update();
    }
    jdbc.sql(WITHDRAW)
        .param("id", job.batchId())
        .param("next", rest.next())
        .param("withdrawn", rest.withdrawnInOrder())
        .param("now", SqlTime.of(now))
        .update();
  }
}
