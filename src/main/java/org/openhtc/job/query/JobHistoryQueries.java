package org.openhtc.job.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.job.JobStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What happened to one job, oldest first: the part that its whole batch shares, then the job's own.
 * A history only grows at its end, so a position in it stays right for paging.
 */
@Repository
public class JobHistoryQueries {
  private static final String OWN =
      "select "
          + JobHistoryEntry.COLUMNS
          + """

          from job_event e join job_batch b on b.id = e.batch_id
          where e.batch_id = :batch and e.index = :index
          order by e.ordinal
          """;

  private final JdbcClient jdbc;

  public JobHistoryQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public List<JobHistoryEntry> of(JobRow job) {
    List<JobHistoryEntry> lines = new ArrayList<>();
    share(lines, job, job.submittedAt(), JobStatus.SUBMITTED_TO_RESCALE, "Accepted");
    if (job.admittedAt() != null) {
      share(lines, job, job.admittedAt(), JobStatus.SUBMITTED_TO_PROVIDER, "Admitted");
      share(lines, job, job.admittedAt(), JobStatus.RUNNABLE, "Waits for room on a host");
    }
    if (job.attempt() > 0) {
      lines.addAll(own(job, lines.size()));
    } else if (job.completedAt() != null) {
      share(lines, job, job.completedAt(), job.status(), job.statusReason());
    }
    return lines;
  }

  private static void share(
      List<JobHistoryEntry> lines, JobRow job, Instant at, JobStatus status, String reason) {
    boolean cancelled = status.isTerminal() && job.userCancelled();
    lines.add(JobHistoryEntry.shared(job.id(), lines.size(), at, status, reason, cancelled));
  }

  private List<JobHistoryEntry> own(JobRow job, int before) {
    return jdbc.sql(OWN)
        .param("batch", job.id().batchId())
        .param("index", job.id().index())
        .query((row, n) -> JobHistoryEntry.own(job.id(), before + n, row))
        .list();
  }
}
