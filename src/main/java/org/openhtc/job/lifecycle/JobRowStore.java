package org.openhtc.job.lifecycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.SqlTime;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves jobs that have rows. Whoever changes a job, or a batch's counters, first locks the batch
 * rows in order of their id; so no two writers can wait for each other in a circle.
 */
@Repository
public class JobRowStore {
  private static final String LOCK_BATCHES =
      "select id from job_batch where id = any(:ids::uuid[]) order by id for update";

  private static final String READ_JOBS =
      """
      select j.batch_id, j.index, j.status, j.attempt, j.retries_used, j.faults, b.max_retries,
             j.cancel_requested_at is not null as cancel_requested, j.region, j.host, j.started_at
      from unnest(:batches::uuid[], :indexes::int[]) as wanted (batch_id, index)
      join job j on j.batch_id = wanted.batch_id and j.index = wanted.index
      join job_batch b on b.id = j.batch_id
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JobChangeWriter writer;
  private final ApplicationEventPublisher events;

  public JobRowStore(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JobChangeWriter writer,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.writer = writer;
    this.events = events;
  }

  /** Stores the reports in one transaction; for each, whether it counted. */
  public List<Boolean> record(List<JobReport> reports) {
    List<Boolean> outcomes =
        transaction.execute(status -> {
          Map<JobId, JobChange> jobs = lock(reports.stream().map(JobReport::job).toList());
          List<Boolean> counted = reports.stream().map(r -> apply(jobs, r)).toList();
          writer.write(jobs.values());
          return counted;
        });
    if (outcomes.contains(true)) {
      events.publishEvent(new QueueChanged());
    }
    return outcomes;
  }

  private static boolean apply(Map<JobId, JobChange> jobs, JobReport report) {
    JobChange job = jobs.get(report.job());
    return job != null && job.apply(report.attempt(), report.at(), report.event());
  }

  /** Locks the jobs' batches and reads the jobs; inside a transaction. */
  public Map<JobId, JobChange> lock(Collection<JobId> ids) {
    lockBatches(ids.stream().map(JobId::batchId).distinct().toList());
    List<JobId> wanted = ids.stream().distinct().toList();
    Map<JobId, JobChange> jobs = new LinkedHashMap<>();
    jdbc.sql(READ_JOBS)
        .param("batches", wanted.stream().map(id -> id.batchId().toString()).toArray(String[]::new))
        .param("indexes", wanted.stream().map(JobId::index).toArray(Integer[]::new))
        .query((row, n) -> change(row))
        .list()
        .forEach(job -> jobs.put(job.id, job));
    return jobs;
  }

  public void lockBatches(Collection<UUID> ids) {
    jdbc.sql(LOCK_BATCHES)
        .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  /** Every change of those jobs, with its history and counters; inside a transaction. */
  public void write(Collection<JobChange> jobs) {
    writer.write(jobs);
  }

  private static JobChange change(ResultSet row) throws SQLException {
    JobState state =
        new JobState(
            JobStatus.valueOf(row.getString("status")),
            row.getInt("attempt"),
            row.getInt("retries_used"),
            row.getInt("faults"),
            row.getInt("max_retries"),
            row.getBoolean("cancel_requested"));
    return new JobChange(
        new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")),
        state,
        row.getString("region"),
        row.getString("host"),
        SqlTime.optional(row, "started_at"));
  }
}
