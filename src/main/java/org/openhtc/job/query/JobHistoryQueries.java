package org.openhtc.job.query;

import java.util.ArrayList;
import java.util.List;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads the history of a job, oldest entry first: the entries that its whole batch shares, then the
 * job's own. A history only grows at its end, so positions remain valid for paging.
 */
@Repository
class JobHistoryQueries {
  /** The tail at the time of the event: the job was part of it. */
  private static final String SHARED =
      """
      select at, status, status_reason, user_cancelled from tail_event
      where batch_id = :batch and first_index <= :index and :index <> all(withdrawn)
      order by ordinal
      """;

  private static final String OWN =
      "select "
          + JobHistoryEntry.COLUMNS
          + """

          from job_event e join job_batch b on b.id = e.batch_id
          """
          + JobQueries.ROWS_OF_EVENTS
          + """
          where e.batch_id = :batch and :index = any(e.indexes) and i.index = :index
          order by e.ordinal
          """;

  private final JdbcClient jdbc;

  JobHistoryQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<JobHistoryEntry> of(JobRow job) {
    List<JobHistoryEntry> entries = new ArrayList<>(shared(job.id()));
    entries.addAll(own(job.id(), entries.size()));
    return entries;
  }

  private List<JobHistoryEntry> shared(JobId job) {
    return of(SHARED, job)
        .query((row, n) ->
            JobHistoryEntry.shared(
                job,
                n,
                SqlTime.required(row, "at"),
                JobStatus.valueOf(row.getString("status")),
                row.getString("status_reason"),
                row.getBoolean("user_cancelled")))
        .list();
  }

  private List<JobHistoryEntry> own(JobId job, int before) {
    return of(OWN, job).query((row, n) -> JobHistoryEntry.own(job, before + n, row)).list();
  }

  private JdbcClient.StatementSpec of(String sql, JobId job) {
    return jdbc.sql(sql).param("batch", job.batchId()).param("index", job.index());
  }
}
