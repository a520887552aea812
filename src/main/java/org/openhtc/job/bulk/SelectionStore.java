package org.openhtc.job.bulk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads which batches and jobs a selection contains, and stores requests to stop jobs. */
@Repository
class SelectionStore {
  /** The limits of a portion: as many jobs change in a fraction of a second. */
  private static final int MOST_BATCHES = 1_000;

  private static final int MOST_JOBS = 10_000;

  private static final String COLUMNS = "id, seq, size, tail_status, tail_failure, tail_cancelled";

  /** Batches that may have chosen jobs; a tail costs a cancellation nothing. */
  private static final String BATCHES =
      """
      select id, seq, %s as jobs
      from job_batch
      where task_id = :task and seq > :done and seq <= :lastSeq
        and seq >= :firstSeq and seq <= :until and (:group::text is null or group_name = :group)
        and %s
      order by seq limit :limit
      """;

  private static final String LIVE = BATCHES.formatted("waiting + starting + running", "is_live");

  private static final String ENDED =
      BATCHES.formatted(
          "failed + succeeded + case when tail_status = 'FAILED' then tail_size else 0 end",
          """
          case :status::text when 'SUCCEEDED' then succeeded > 0
               else failed > 0 or tail_status = 'FAILED' and tail_size > 0 end
          """);

  private static final String LOCKED =
      "select " + COLUMNS + " from job_batch where id = any(:ids::uuid[]) order by seq";

  private static final String CHOSEN =
      """
      b.id = any(:ids::uuid[]) and j.status = any(:statuses::text[])
        and (:failureCode::text is null or j.failure_code = :failureCode)
        and (:exitCode::int is null or j.exit_code = :exitCode)
        and (:cancelled::boolean is null or j.user_cancelled = :cancelled)
        and (b.seq, j.index) >= (:firstSeq, :firstIndex)
        and (b.seq, j.index) <= (:until, :untilIndex)
      """;

  private static final String JOBS =
      """
      select j.batch_id, j.index from job_batch b join job j on j.batch_id = b.id
      where
      """
          + CHOSEN
          + "order by j.batch_id, j.index";

  private static final String REQUEST_STOP =
      """
      update job j set cancel_requested_at = :at, updated_at = :now
      from job_batch b
      where b.id = j.batch_id and j.cancel_requested_at is null and
      """
          + CHOSEN
          + "returning j.host";

  private static final String POSITION =
      "select seq from job_batch where task_id = :task and id = :batch and size > :index";

  private record Weighed(UUID id, long seq, int jobs) {}

  private final JdbcClient jdbc;

  SelectionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The position of the job; empty if the task has no such job. */
  Optional<JobPosition> position(UUID task, JobId job) {
    return jdbc.sql(POSITION)
        .param("task", task)
        .param("batch", job.batchId())
        .param("index", job.index())
        .query((row, n) -> new JobPosition(row.getLong("seq"), job.index()))
        .optional();
  }

  /** The next batches of the receipt. */
  NextBatches next(Receipt receipt) {
    JobSelection chosen = receipt.selection();
    List<Weighed> batches =
        jdbc.sql(receipt.change() == BulkChange.CANCEL ? LIVE : ENDED)
            .param("task", receipt.taskId())
            .param("done", receipt.doneSeq())
            .param("lastSeq", receipt.lastSeq())
            .param("firstSeq", chosen.first().seq())
            .param("until", chosen.last().seq())
            .param("group", chosen.group())
            .param("status", chosen.status() == null ? null : chosen.status().name())
            .param("limit", MOST_BATCHES)
            .query((row, n) ->
                new Weighed(
                    row.getObject("id", UUID.class), row.getLong("seq"), row.getInt("jobs")))
            .list();
    return firstOf(batches);
  }

  private static NextBatches firstOf(List<Weighed> batches) {
    List<UUID> first = new ArrayList<>();
    long last = 0;
    long jobs = 0;
    for (Weighed batch : batches) {
      jobs += batch.jobs;
      if (!first.isEmpty() && jobs > MOST_JOBS) {
        break;
      }
      first.add(batch.id);
      last = batch.seq;
    }
    boolean isLast = first.size() == batches.size() && batches.size() < MOST_BATCHES;
    return new NextBatches(first, last, isLast);
  }

  /** The batches, which the current transaction has locked, in the order of submission. */
  List<ChosenBatch> locked(List<UUID> batches) {
    return jdbc.sql(LOCKED)
        .param("ids", SqlArrays.uuids(batches))
        .query((row, n) -> batch(row))
        .list();
  }

  private static ChosenBatch batch(ResultSet row) throws SQLException {
    return new ChosenBatch(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        row.getInt("size"),
        JobStatus.valueOf(row.getString("tail_status")),
        row.getString("tail_failure"),
        row.getBoolean("tail_cancelled"));
  }

  /** The chosen jobs of the batches that have rows of their own and one of these statuses. */
  List<JobId> jobs(JobSelection chosen, List<UUID> batches, List<JobStatus> statuses) {
    return bound(JOBS, chosen, batches, statuses)
        .query((row, n) -> new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")))
        .list();
  }

  /**
   * Stores that the chosen jobs on hosts have to stop.
   *
   * @param at the time of the request
   * @return the host of each of these jobs
   */
  List<String> requestStop(
      JobSelection chosen, List<UUID> batches, List<JobStatus> statuses, Instant at, Instant now) {
    return bound(REQUEST_STOP, chosen, batches, statuses)
        .param("at", SqlTime.of(at))
        .param("now", SqlTime.of(now))
        .query((row, n) -> row.getString("host"))
        .list();
  }

  private JdbcClient.StatementSpec bound(
      String sql, JobSelection chosen, List<UUID> batches, List<JobStatus> statuses) {
    FailureCode failure = chosen.failureCode();
    return jdbc.sql(sql)
        .param("ids", SqlArrays.uuids(batches))
        .param("statuses", SqlArrays.names(statuses))
        .param("failureCode", failure == null ? null : failure.wireName())
        .param("exitCode", chosen.exitCode())
        .param("cancelled", chosen.userCancelled())
        .param("firstSeq", chosen.first().seq())
        .param("firstIndex", chosen.first().index())
        .param("until", chosen.last().seq())
        .param("untilIndex", chosen.last().index());
  }
}
