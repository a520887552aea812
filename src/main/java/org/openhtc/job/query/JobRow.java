package org.openhtc.job.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlTime;

/**
 * A job as stored, either in a row of its own or as part of its batch's tail.
 *
 * @param attempt 0 if it was never placed or retried by a user
 * @param region null if its present attempt was never placed
 * @param host null if its present attempt was never placed
 * @param usage of the latest attempt, once it has ended
 * @param storedBytes the size of the definition and the tags that it shares with its batch, as JSON
 */
public record JobRow(
    JobId id,
    long seq,
    UUID projectId,
    UUID taskId,
    String workspaceId,
    String createdBy,
    @Nullable String group,
    JobPriority priority,
    Architecture architecture,
    JobStatus status,
    String statusReason,
    int attempt,
    @Nullable RegionName region,
    @Nullable String host,
    @Nullable String failureCode,
    @Nullable Integer exitCode,
    boolean userCancelled,
    Instant submittedAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    Instant updatedAt,
    int memoryMib,
    AttemptUsage usage,
    int storedBytes) {

  /**
   * The columns, for a query that joins batch {@code b}, index {@code i} and job {@code j}, and has
   * the column {@code waiting_reason}, too.
   */
  static final String COLUMNS =
      """
      b.id, i.index, b.seq, b.project_id, b.task_id, b.workspace_id, b.created_by, b.group_name,
      b.priority, b.architecture, coalesce(j.status, b.tail_status) as status,
      coalesce(j.status_reason, b.tail_reason) as status_reason,
      coalesce(j.attempt, 0) as attempt,
      j.region, j.host,
      case when j.index is null then b.tail_failure else j.failure_code end as failure_code,
      j.exit_code,
      case when j.index is null then b.tail_cancelled else j.user_cancelled end as user_cancelled,
      b.submitted_at, j.started_at,
      case when j.index is null then b.tail_ended_at else j.completed_at end as completed_at,
      coalesce(j.updated_at, b.tail_ended_at, b.admitted_at, b.submitted_at) as updated_at,
      coalesce(j.memory_mib, b.memory_mib) as memory_mib, j.peak_memory_mib, j.cpu_millis,
      b.stored_bytes
      """;

  /** A job that waits for another attempt shows why the last one failed, too. */
  private static String statusReason(ResultSet row) throws SQLException {
    String own = row.getString("status_reason");
    String waiting = row.getString("waiting_reason");
    if (waiting == null) {
      return own;
    }
    return row.getInt("attempt") == 0 ? waiting : own + ". " + waiting;
  }

  static JobRow of(ResultSet row) throws SQLException {
    String region = row.getString("region");
    return new JobRow(
        new JobId(row.getObject("id", UUID.class), row.getInt("index")),
        row.getLong("seq"),
        row.getObject("project_id", UUID.class),
        row.getObject("task_id", UUID.class),
        row.getString("workspace_id"),
        row.getString("created_by"),
        row.getString("group_name"),
        JobPriority.valueOf(row.getString("priority")),
        Architecture.valueOf(row.getString("architecture")),
        JobStatus.valueOf(row.getString("status")),
        statusReason(row),
        row.getInt("attempt"),
        region == null ? null : RegionName.valueOf(region),
        row.getString("host"),
        row.getString("failure_code"),
        row.getObject("exit_code", Integer.class),
        row.getBoolean("user_cancelled"),
        SqlTime.required(row, "submitted_at"),
        SqlTime.optional(row, "started_at"),
        SqlTime.optional(row, "completed_at"),
        SqlTime.required(row, "updated_at"),
        row.getInt("memory_mib"),
        new AttemptUsage(
            row.getObject("peak_memory_mib", Long.class), row.getObject("cpu_millis", Long.class)),
        row.getInt("stored_bytes"));
  }
}
