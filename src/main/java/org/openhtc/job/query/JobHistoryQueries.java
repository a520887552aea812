package org.openhtc.job.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.StatusReason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads the history of a job, oldest entry first: the entries that its whole batch shares, then the
 * job's own. A history only grows at its end, so positions remain valid for paging.
 */
@Repository
class JobHistoryQueries {
  private static final String OWN =
      "select "
          + JobHistoryEntry.COLUMNS
          + """

          from job_event e join job_batch b on b.id = e.batch_id
          """
          + JobHistoryEntry.ROWS_OF_JOBS
          + """
          where e.batch_id = :batch and :index = any(e.indexes) and i.index = :index
          order by e.ordinal
          """;

  private final JdbcClient jdbc;

  JobHistoryQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<JobHistoryEntry> of(JobRow job) {
    List<JobHistoryEntry> entries = new ArrayList<>();
    share(entries, job, job.submittedAt(), JobStatus.SUBMITTED_TO_RESCALE, StatusReason.ACCEPTED);
    if (job.admittedAt() != null) {
      share(entries, job, job.admittedAt(), JobStatus.SUBMITTED_TO_PROVIDER, StatusReason.ADMITTED);
      share(entries, job, job.admittedAt(), JobStatus.RUNNABLE, StatusReason.WAITS_FOR_HOST);
    }
    if (job.attempt() > 0) {
      entries.addAll(own(job, entries.size()));
    } else if (job.completedAt() != null) {
      share(entries, job, job.completedAt(), job.status(), job.statusReason());
    }
    return entries;
  }

  private static void share(
      List<JobHistoryEntry> entries, JobRow job, Instant at, JobStatus status, String reason) {
    boolean cancelled = status.isTerminal() && job.userCancelled();
    entries.add(JobHistoryEntry.shared(job.id(), entries.size(), at, status, reason, cancelled));
  }

  private List<JobHistoryEntry> own(JobRow job, int before) {
    return jdbc.sql(OWN)
        .param("batch", job.id().batchId())
        .param("index", job.id().index())
        .query((row, n) -> JobHistoryEntry.own(job.id(), before + n, row))
        .list();
  }
}
