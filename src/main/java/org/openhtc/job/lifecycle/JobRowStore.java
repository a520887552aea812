package org.openhtc.job.lifecycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobJson;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.retry.RetryRule;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/**
 * Changes jobs that have rows of their own, as {@link JobTransitions} decides. A transaction that
 * changes a job or a batch's counters first locks the batch rows in the order of their ids, so two
 * transactions can't deadlock.
 */
@Repository
public class JobRowStore implements ReportStore {
  private static final String LOCK_BATCHES =
      "select id from job_batch where id = any(:ids::uuid[]) order by id for update";

  private static final String LOCK_FREE_BATCHES = LOCK_BATCHES + " skip locked";

  /** Longer than the transactions of this service hold a batch when nothing is wrong. */
  private static final String LIMIT_LOCK_WAIT = "set local lock_timeout = '250ms'";

  /** PostgreSQL's code for a lock that was not granted in time. */
  private static final String LOCK_TIMEOUT = "55P03";

  private static final String READ_JOBS =
      """
      select j.batch_id, j.index, j.status, j.attempt, j.retries_used, j.faults, b.max_retries,
             b.retry_rules, b.stop_reason, coalesce(j.memory_mib, b.memory_mib) as memory_mib,
             j.cancel_requested_at is not null as cancel_requested, j.region, j.host, j.placed_at,
             j.started_at, j.updated_at, b.submitted_at
      from unnest(:batches::uuid[], :indexes::int[]) as wanted (batch_id, index)
      join job j on j.batch_id = wanted.batch_id and j.index = wanted.index and j.attempt > 0
      join job_batch b on b.id = j.batch_id
      """;

  private static final TypeReference<List<RetryRule>> RULES = new TypeReference<>() {};

  /** The treatment of batches that another transaction has locked. */
  private enum Locked {
    WAIT,
    SKIP
  }

  private record Recorded(
      List<ReportOutcome> outcomes, Collection<JobChange> jobs, List<UUID> failFast) {}

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JobChangeWriter writer;
  private final SmallLogWriter logs;
  private final AttemptTimers timers;
  private final ApplicationEventPublisher events;
  private final JobJson json;
  private final Clock clock;

  JobRowStore(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JobChangeWriter writer,
      SmallLogWriter logs,
      AttemptTimers timers,
      ApplicationEventPublisher events,
      JobJson json,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.writer = writer;
    this.logs = logs;
    this.timers = timers;
    this.events = events;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public List<ReportOutcome> record(List<JobReport> reports) {
    try {
      return record(reports, Locked.WAIT);
    } catch (RuntimeException e) {
      if (isLockTimeout(e)) {
        return record(reports, Locked.SKIP);
      }
      throw e;
    }
  }

  @Override
  public List<ReportOutcome> recordUnlocked(List<JobReport> reports) {
    return record(reports, Locked.SKIP);
  }

  private List<ReportOutcome> record(List<JobReport> reports, Locked locked) {
    Recorded recorded = transaction.execute(status -> write(reports, locked));
    timers.record(recorded.jobs);
    Map<String, Integer> leftHosts = leftHosts(recorded.jobs);
    if (!leftHosts.isEmpty()) {
      events.publishEvent(new QueueChanged(leftHosts));
    } else if (recorded.outcomes.contains(ReportOutcome.CHANGED)) {
      events.publishEvent(new JobsStarted());
    }
    if (!recorded.failFast.isEmpty()) {
      events.publishEvent(new JobsFailed(recorded.failFast));
    }
    return recorded.outcomes;
  }

  private Recorded write(List<JobReport> reports, Locked locked) {
    Instant now = clock.instant();
    List<JobId> ids = reports.stream().map(JobReport::job).toList();
    Set<UUID> own = lockForReports(batches(ids), locked);
    Map<JobId, JobChange> jobs = read(ids, now);
    List<ReportOutcome> outcomes = reports.stream().map(r -> apply(jobs, own, r)).toList();
    List<UUID> failFast = writer.write(jobs.values(), now);
    logs.write(
        IntStream.range(0, reports.size())
            .filter(i -> outcomes.get(i) == ReportOutcome.CHANGED)
            .mapToObj(reports::get)
            .toList());
    return new Recorded(outcomes, jobs.values(), failFast);
  }

  private static Map<String, Integer> leftHosts(Collection<JobChange> jobs) {
    return jobs.stream()
        .filter(JobChange::hasLeftItsHost)
        .collect(
            Collectors.toMap(
                job -> Objects.requireNonNull(job.host),
                job -> job.hasRun() ? 1 : 0,
                Integer::sum));
  }

  private static ReportOutcome apply(
      Map<JobId, JobChange> jobs, Set<UUID> locked, JobReport report) {
    JobChange job = jobs.get(report.job());
    if (job == null) {
      return ReportOutcome.UNCHANGED;
    }
    if (!locked.contains(report.job().batchId())) {
      return ReportOutcome.LOCKED;
    }
    return job.apply(report.attempt(), report.at(), report.event(), report.usage())
        ? ReportOutcome.CHANGED
        : ReportOutcome.UNCHANGED;
  }

  /** Applies an event to the present attempt of each job, inside the caller's transaction. */
  public void apply(Map<JobId, ? extends JobEvent> ofJobs, Instant now) {
    lockBatches(batches(ofJobs.keySet()));
    Map<JobId, JobChange> jobs = read(ofJobs.keySet(), now);
    ofJobs.forEach((id, event) -> {
      JobChange job = jobs.get(id);
      if (job != null) {
        job.apply(job.from.attempt(), now, event, AttemptUsage.UNKNOWN);
      }
    });
    writer.write(jobs.values(), now);
  }

  /** Locks the batches, inside the caller's transaction. */
  public void lockBatches(Collection<UUID> ids) {
    jdbc.sql(LOCK_BATCHES).param("ids", SqlArrays.uuids(ids)).query(UUID.class).list();
  }

  /**
   * @return the batches that are now locked
   */
  private Set<UUID> lockForReports(Collection<UUID> ids, Locked locked) {
    if (locked == Locked.WAIT) {
      jdbc.sql(LIMIT_LOCK_WAIT).update();
    }
    return jdbc.sql(locked == Locked.WAIT ? LOCK_BATCHES : LOCK_FREE_BATCHES)
        .param("ids", SqlArrays.uuids(ids))
        .query((row, n) -> row.getObject("id", UUID.class))
        .set();
  }

  private static boolean isLockTimeout(RuntimeException e) {
    return e.getCause() instanceof SQLException cause && LOCK_TIMEOUT.equals(cause.getSQLState());
  }

  private static Collection<UUID> batches(Collection<JobId> ids) {
    return ids.stream().map(JobId::batchId).distinct().toList();
  }

  private Map<JobId, JobChange> read(Collection<JobId> ids, Instant now) {
    List<JobId> wanted = ids.stream().distinct().toList();
    Map<JobId, JobChange> jobs = new LinkedHashMap<>();
    jdbc.sql(READ_JOBS)
        .param("batches", SqlArrays.uuids(wanted, JobId::batchId))
        .param("indexes", SqlArrays.integers(wanted, JobId::index))
        .query((row, n) -> change(row, now))
        .list()
        .forEach(job -> jobs.put(job.id, job));
    return jobs;
  }

  private @Nullable List<RetryRule> rules(@Nullable String stored) {
    return stored == null ? null : json.read(stored, RULES);
  }

  private JobChange change(ResultSet row, Instant now) throws SQLException {
    JobState state =
        new JobState(
            JobStatus.valueOf(row.getString("status")),
            row.getInt("attempt"),
            row.getInt("retries_used"),
            row.getInt("faults"),
            new RetryStrategy(row.getInt("max_retries"), rules(row.getString("retry_rules"))),
            row.getBoolean("cancel_requested"),
            row.getInt("memory_mib"),
            false,
            row.getString("stop_reason"));
    return new JobChange(
        new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")),
        state,
        row.getString("region"),
        row.getString("host"),
        new JobChange.Times(
            SqlTime.required(row, "submitted_at"),
            SqlTime.optional(row, "placed_at"),
            SqlTime.optional(row, "started_at"),
            SqlTime.required(row, "updated_at")),
        now);
  }
}
