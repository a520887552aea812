package org.openhtc.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What happened to one job, oldest first: the part that its whole batch shares, then the job's own.
 * A history only grows at its end, so a position in it stays right for paging.
 */
@Repository
class JobHistory {
  private static final String OWN =
      """
      select at, status, status_reason, host, region, exit_code, user_cancelled
      from job_event where batch_id = :batch and index = :index
      order by ordinal
      """;

  /** A line of the history; the members are those of the published event. */
  record Line(
      String eventId,
      String jobId,
      Instant dateTime,
      JobStatus status,
      String statusReason,
      JobView.@Nullable ContainerDetails container,
      @Nullable String instanceId,
      @Nullable InstanceLabels instanceLabels,
      boolean userCancelledEvent) {}

  private final JdbcClient jdbc;

  JobHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Line> of(JobRow job) {
    List<Line> lines = new ArrayList<>();
    lines.add(shared(job, 0, job.submittedAt(), JobStatus.SUBMITTED_TO_RESCALE, "Accepted", false));
    if (job.admittedAt() != null) {
      lines.add(
          shared(job, 1, job.admittedAt(), JobStatus.SUBMITTED_TO_PROVIDER, "Admitted", false));
      lines.add(
          shared(job, 2, job.admittedAt(), JobStatus.RUNNABLE, "Waits for room on a host", false));
    }
    if (job.attempt() > 0) {
      lines.addAll(own(job, lines.size()));
    } else if (job.completedAt() != null) {
      lines.add(
          shared(
              job,
              lines.size(),
              job.completedAt(),
              job.status(),
              job.statusReason(),
              job.userCancelled()));
    }
    return lines;
  }

  private static Line shared(
      JobRow job, int position, Instant at, JobStatus status, String reason, boolean cancelled) {
    return new Line(
        eventId(job.id(), position),
        job.id().toString(),
        at,
        status,
        reason,
        null,
        null,
        null,
        cancelled);
  }

  private List<Line> own(JobRow job, int before) {
    return jdbc.sql(OWN)
        .param("batch", job.id().batchId())
        .param("index", job.id().index())
        .query((row, n) -> {
          JobStatus status = JobStatus.valueOf(row.getString("status"));
          String reason = row.getString("status_reason");
          String host = row.getString("host"); // an admission names none
          Integer exitCode = row.getObject("exit_code", Integer.class);
          return new Line(
              eventId(job.id(), before + n),
              job.id().toString(),
              DatabaseTime.required(row, "at"),
              status,
              reason,
              JobView.ContainerDetails.of(status, exitCode, reason),
              host,
              host == null ? null : InstanceLabels.of(job),
              row.getBoolean("user_cancelled"));
        })
        .list();
  }

  /** The same line has the same id at every reading, without being stored. */
  private static String eventId(JobId job, int position) {
    byte[] name = (job + "/" + position).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }
}
