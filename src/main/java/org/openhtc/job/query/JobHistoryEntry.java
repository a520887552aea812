package org.openhtc.job.query;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.StatusReason;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlTime;

/** An entry of a job's history; the properties are those of the published event. */
public record JobHistoryEntry(
    String eventId,
    String jobId,
    Instant dateTime,
    JobStatus status,
    String statusReason,
    JobView.@Nullable ContainerDetails container,
    @Nullable String instanceId,
    @Nullable InstanceLabels instanceLabels,
    boolean userCancelledEvent) {

  /**
   * The columns that {@link #own} reads, of event {@code e}, batch {@code b} and {@link
   * JobQueries#ROWS_OF_EVENTS}. An event of an attempt that was followed by another is described by
   * that attempt {@code a}, any other one by its job {@code j}.
   */
  public static final String COLUMNS =
      """
      case when e.attempt = 0 and e.status <> 'FAILED' then coalesce(a.placed_at, j.placed_at)
           when e.status = 'REQUESTED' then coalesce(a.requested_at, j.requested_at)
           when e.status = 'STARTING' then coalesce(a.placed_at, j.placed_at)
           when e.status = 'RUNNING' then coalesce(a.started_at, j.started_at)
           when e.status = 'RUNNABLE' then a.ended_at
           else coalesce(a.final_at, j.completed_at) end as at,
      case e.status when 'REQUESTED' then 'RUNNABLE' else e.status end as status,
      case when e.attempt = 0 and e.status = 'SUBMITTED_TO_PROVIDER' then '%s'
           when e.attempt = 0 and e.status = 'RUNNABLE' then '%s'
           when e.status = 'REQUESTED' then '%s'
           when e.status = 'STARTING' then '%s' || coalesce(a.host, j.host)
           when e.status = 'RUNNING' then '%s'
           when e.status = 'RUNNABLE' then a.status_reason
           else coalesce(a.final_reason, j.status_reason) end as status_reason,
      e.attempt,
      case when e.attempt = 0 or e.status = 'REQUESTED' then null
           when a.attempt is null then j.host else a.host end as host,
      case when e.attempt = 0 or e.status = 'REQUESTED' then null
           when a.attempt is null then j.region else a.region end as region,
      case when e.attempt > 0 and e.status = 'RUNNABLE' then a.exit_code
           when e.status in ('SUCCEEDED', 'FAILED') then
             case when a.final_at is null then j.exit_code else a.final_exit_code end
           end as exit_code,
      e.status = 'FAILED' and coalesce(a.final_cancelled, j.user_cancelled) as user_cancelled,
      b.priority, b.architecture\
      """
          .formatted(
              StatusReason.ADMITTED,
              StatusReason.WAITS_FOR_HOST,
              StatusReason.RETRIED,
              StatusReason.PLACED_ON,
              StatusReason.CONTAINER_STARTED);

  /**
   * An entry that the job shares with its batch's tail.
   *
   * @param position in the history, from 0
   */
  public static JobHistoryEntry shared(
      JobId job, int position, Instant at, JobStatus status, String reason, boolean cancelled) {
    return new JobHistoryEntry(
        eventId(job, position), job.toString(), at, status, reason, null, null, null, cancelled);
  }

  /** An entry of the job alone. */
  public static JobHistoryEntry own(JobId job, int position, ResultSet row) throws SQLException {
    JobStatus status = JobStatus.valueOf(row.getString("status"));
    String reason = row.getString("status_reason");
    Instant at = SqlTime.required(row, "at");
    if (row.getInt("attempt") == 0) { // admitted or withdrawn, without a host
      return shared(job, position, at, status, reason, row.getBoolean("user_cancelled"));
    }
    Integer exitCode = row.getObject("exit_code", Integer.class);
    return new JobHistoryEntry(
        eventId(job, position),
        job.toString(),
        at,
        status,
        reason,
        JobView.ContainerDetails.of(status, exitCode, reason),
        row.getString("host"),
        labels(row),
        row.getBoolean("user_cancelled"));
  }

  private static @Nullable InstanceLabels labels(ResultSet row) throws SQLException {
    String region = row.getString("region"); // null in the entry of an admission
    return region == null
        ? null
        : InstanceLabels.of(
            RegionName.valueOf(region),
            JobPriority.valueOf(row.getString("priority")),
            Architecture.valueOf(row.getString("architecture")));
  }

  /** An id that is the same each time the entry is read, without being stored. */
  private static String eventId(JobId job, int position) {
    byte[] name = (job + "/" + position).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }
}
