package org.openhtc.job.query;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
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

  /** The columns that {@link #own} reads, of event {@code e} and batch {@code b}. */
  public static final String COLUMNS =
      """
      e.at, e.status, e.status_reason, e.attempt, e.host, e.region, e.exit_code, e.user_cancelled,
      b.priority, b.architecture\
      """;

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
    if (row.getInt("attempt") == 0) { // withdrawn: it never had a container
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
