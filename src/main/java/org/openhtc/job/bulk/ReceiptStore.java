package org.openhtc.job.bulk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.JobJson;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** Reads and writes receipts. */
@Repository
class ReceiptStore {
  private static final TypeReference<JobSelection> SELECTION = new TypeReference<>() {};

  private static final String INSERT =
      """
      insert into job_receipt
        (id, task_id, change, selection, requested_by, requested_at, last_seq)
      select :id, :task, :change, :selection::jsonb, :user, :now, coalesce(max(seq), 0)
      from job_batch where task_id = :task
      """;

  private static final String ALL = "select * from job_receipt where ";

  private static final String ONE = ALL + "task_id = :task and id = :id";

  private static final String ONE_OPEN = ALL + "id = :id and completed_at is null";

  private static final String LOCK = ONE_OPEN + " for update skip locked";

  private static final String OPEN =
      """
      select id from job_receipt where completed_at is null and requested_at < :before
      order by requested_at
      """;

  private static final String UPDATE =
      """
      update job_receipt
      set done_seq = :done, changed_at_once = :atOnce, requested_from_hosts = :requested,
          completed_at = :completed
      where id = :id
      """;

  private static final String SWEEP =
      "delete from job_receipt where completed_at is not null and requested_at <= :expired";

  private static final String FORGET = "delete from job_receipt where task_id = :task";

  /** Jobs that were requested to stop by a receipt and have not ended. */
  private static final String STOPPING =
      """
      select count(*) from job j join job_batch b on b.id = j.batch_id and b.is_live
      where b.task_id = :task and j.status in ('STARTING', 'RUNNING')
        and j.cancel_requested_at = :at
      """;

  private final JdbcClient jdbc;
  private final JobJson json;

  ReceiptStore(JdbcClient jdbc, JobJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(
      UUID id, UUID task, BulkChange change, JobSelection selection, String user, Instant now) {
    jdbc.sql(INSERT)
        .param("id", id)
        .param("task", task)
        .param("change", change.name())
        .param("selection", json.write(selection))
        .param("user", user)
        .param("now", SqlTime.of(now))
        .update();
  }

  Optional<Receipt> find(UUID task, UUID id) {
    return jdbc.sql(ONE)
        .param("task", task)
        .param("id", id)
        .query((row, n) -> receipt(row))
        .optional();
  }

  /** The receipt; empty if it is complete. */
  Optional<Receipt> findOpen(UUID id) {
    return jdbc.sql(ONE_OPEN).param("id", id).query((row, n) -> receipt(row)).optional();
  }

  /** Locks the receipt; empty if it is complete, or another transaction has locked it. */
  Optional<Receipt> lockOpen(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query((row, n) -> receipt(row)).optional();
  }

  /** The receipts that were requested before that time and are not complete, oldest first. */
  List<UUID> open(Instant before) {
    return jdbc.sql(OPEN)
        .param("before", SqlTime.of(before))
        .query((row, n) -> row.getObject("id", UUID.class))
        .list();
  }

  /** Stores the progress of a locked receipt. */
  void update(Receipt receipt) {
    Instant completed = receipt.completedAt();
    jdbc.sql(UPDATE)
        .param("id", receipt.id())
        .param("done", receipt.doneSeq())
        .param("atOnce", receipt.changedAtOnce())
        .param("requested", receipt.requestedFromHosts())
        .param("completed", completed == null ? null : SqlTime.of(completed))
        .update();
  }

  /** Deletes old receipts; returns how many. */
  int sweep(Instant expired) {
    return jdbc.sql(SWEEP).param("expired", SqlTime.of(expired)).update();
  }

  /** Deletes the receipts of a deleted task. */
  void forget(UUID task) {
    jdbc.sql(FORGET).param("task", task).update();
  }

  /** How many of the receipt's jobs were requested to stop and have not ended. */
  long stopping(Receipt receipt) {
    return receipt.requestedFromHosts() == 0
        ? 0
        : jdbc.sql(STOPPING)
            .param("task", receipt.taskId())
            .param("at", SqlTime.of(receipt.requestedAt()))
            .query(Long.class)
            .single();
  }

  private Receipt receipt(ResultSet row) throws SQLException {
    return new Receipt(
        row.getObject("id", UUID.class),
        row.getObject("task_id", UUID.class),
        BulkChange.valueOf(row.getString("change")),
        json.read(row.getString("selection"), SELECTION),
        row.getString("requested_by"),
        SqlTime.required(row, "requested_at"),
        row.getLong("last_seq"),
        row.getLong("done_seq"),
        row.getLong("changed_at_once"),
        row.getLong("requested_from_hosts"),
        SqlTime.optional(row, "completed_at"));
  }
}
