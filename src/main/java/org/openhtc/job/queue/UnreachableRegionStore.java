package org.openhtc.job.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.SqlTime;
import org.openhtc.job.lifecycle.JobChange;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailStore;
import org.openhtc.region.RegionName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Fails waiting jobs that no region of theirs could have run for too long. */
@Repository
public class UnreachableRegionStore {
  /** Jobs of several regions are looked at by each of these. */
  private static final String STRANDED = ":region = any(regions) and regions <@ :down::text[]";

  private static final String CODE =
      """
      case when cardinality(regions) = 1 then '%s' else '%s' end
      """;

  private static final String WORDS =
      "'No host of region ' || array_to_string(regions, ' or ') || ' answered for ' || :grace";

  private static final String LOCK =
      "select id from job_batch where is_open and %s order by id for update".formatted(STRANDED);

  private static final String WAITING_FOR_ANOTHER_ATTEMPT =
      """
      select j.batch_id, j.index, %s as code, %s as words
      from job j join job_batch b on b.id = j.batch_id
      where b.is_open and j.status = 'RUNNABLE' and %s
      """
          .formatted(
              CODE.formatted(FailureCode.PROVIDER_REGION_DOWN, FailureCode.PROVIDER_DOWN),
              WORDS,
              STRANDED);

  private static final String FAIL_TAILS =
      """
      update job_batch
      set tail_status = 'FAILED', tail_reason = %s, tail_ended_at = :now, updated_at = :now,
          tail_failure = %s
      where is_open and next_index < size and tail_status <> 'FAILED' and %s
      returning id
      """
          .formatted(
              WORDS,
              CODE.formatted(
                  FailureCode.PROVIDER_REGION_DOWN.wireName(),
                  FailureCode.PROVIDER_DOWN.wireName()),
              STRANDED);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JobRowStore transitions;
  private final TailStore tails;

  public UnreachableRegionStore(
      JdbcClient jdbc, TransactionTemplate transaction, JobRowStore transitions, TailStore tails) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.transitions = transitions;
    this.tails = tails;
  }

  /**
   * Tails in one statement; jobs that wait for another attempt one by one through the machine.
   *
   * @param down the regions that are down, {@code region} among them
   * @param grace for how long they were
   */
  public int failWaiting(
      RegionName region, Collection<RegionName> down, Duration grace, Instant now) {
    Integer touched =
        transaction.execute(status -> {
          about(LOCK, region, down).query(UUID.class).list();
          failRetries(about(WAITING_FOR_ANOTHER_ATTEMPT, region, down), grace, now);
          return failTails(about(FAIL_TAILS, region, down), grace, now);
        });
    return touched;
  }

  private void failRetries(JdbcClient.StatementSpec waiting, Duration grace, Instant now) {
    Map<JobId, JobEvent> ends = new LinkedHashMap<>();
    waiting
        .param("grace", grace.toString())
        .query(row -> {
          ends.put(
              new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")),
              new JobEvent.ProviderDown(
                  FailureCode.valueOf(row.getString("code")), row.getString("words")));
        });
    Map<JobId, JobChange> jobs = transitions.lock(ends.keySet());
    ends.forEach((id, end) -> {
      JobChange job = jobs.get(id);
      if (job != null) {
        job.apply(job.from.attempt(), now, end);
      }
    });
    transitions.write(jobs.values());
  }

  private int failTails(JdbcClient.StatementSpec update, Duration grace, Instant now) {
    List<UUID> failed =
        update
            .param("grace", grace.toString())
            .param("now", SqlTime.of(now))
            .query((row, n) -> row.getObject(1, UUID.class))
            .list();
    tails.ended(failed);
    return failed.size();
  }

  private JdbcClient.StatementSpec about(
      String sql, RegionName region, Collection<RegionName> down) {
    return jdbc.sql(sql)
        .param("region", region.name())
        .param("down", down.stream().map(RegionName::name).toArray(String[]::new));
  }
}
