package org.openhtc.job.lifecycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.SqlTime;
import org.openhtc.sql.SqlArrays;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes jobs that have rows of their own, as {@link JobTransitions} decides. A transaction that
 * changes a job or a batch's counters first locks the batch rows in the order of their ids, so two
 * transactions can't deadlock.
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

  /**
   * What a transaction did with its reports.
   *
   * @param changed for each report, whether it changed its job
   * @param hasFreedHosts whether a job left its host
   */
  private record Recorded(List<Boolean> changed, boolean hasFreedHosts) {}

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JobChangeWriter writer;
  private final ApplicationEventPublisher events;

  JobRowStore(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JobChangeWriter writer,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.writer = writer;
    this.events = events;
  }

  /**
   * Applies reports about attempts, in one transaction and in the given order.
   *
   * @return for each report, whether it changed its job
   */
  public List<Boolean> record(List<JobReport> reports) {
    Recorded recorded =
        transaction.execute(status -> {
          Map<JobId, JobChange> jobs = lock(reports.stream().map(JobReport::job).toList());
          List<Boolean> changed = reports.stream().map(r -> apply(jobs, r)).toList();
          writer.write(jobs.values());
          return new Recorded(changed, jobs.values().stream().anyMatch(JobChange::hasLeftItsHost));
        });
    if (recorded.hasFreedHosts) {
      events.publishEvent(new QueueChanged());
    } else if (recorded.changed.contains(true)) {
      events.publishEvent(new JobsStarted());
    }
    return recorded.changed;
  }

  private static boolean apply(Map<JobId, JobChange> jobs, JobReport report) {
    JobChange job = jobs.get(report.job());
    return job != null && job.apply(report.attempt(), report.at(), report.event());
  }

  /** Applies an event to the present attempt of each job, inside the caller's transaction. */
  public void apply(Map<JobId, ? extends JobEvent> ofJobs, Instant now) {
    Map<JobId, JobChange> jobs = lock(ofJobs.keySet());
    ofJobs.forEach((id, event) -> {
      JobChange job = jobs.get(id);
      if (job != null) {
        job.apply(job.from.attempt(), now, event);
      }
    });
    writer.write(jobs.values());
  }

  /** Locks the batches, inside the caller's transaction. */
  public void lockBatches(Collection<UUID> ids) {
    jdbc.sql(LOCK_BATCHES).param("ids", SqlArrays.uuids(ids)).query(UUID.class).list();
  }

  private Map<JobId, JobChange> lock(Collection<JobId> ids) {
    lockBatches(ids.stream().map(JobId::batchId).distinct().toList());
    List<JobId> wanted = ids.stream().distinct().toList();
    Map<JobId, JobChange> jobs = new LinkedHashMap<>();
    jdbc.sql(READ_JOBS)
        .param("batches", SqlArrays.uuids(wanted, JobId::batchId))
        .param("indexes", SqlArrays.integers(wanted, JobId::index))
        .query((row, n) -> change(row))
        .list()
        .forEach(job -> jobs.put(job.id, job));
    return jobs;
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
