package org.openhtc.job.tracing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads jobs that have ended, by the ordinals of the events of their ends. */
@Repository
class EndedJobQueries {
  /** A job that a user has retried since has no end now; its trace follows with the next one. */
  private static final String ENDED =
      """
      select e.ordinal, e.batch_id, i.index, b.project_id, b.task_id, b.group_name, j.status,
             j.status_reason, j.failure_code, j.exit_code, b.submitted_at, j.completed_at,
             j.attempt, j.region, j.host, j.placed_at, j.started_at
      from (
        select ordinal, batch_id, attempt, indexes from job_event
        where ordinal > :after and ordinal <= :until and status in ('SUCCEEDED', 'FAILED')
        order by ordinal limit :events
      ) e
      cross join lateral unnest(e.indexes) as i (index)
      left join job j on j.batch_id = e.batch_id and j.index = i.index and j.attempt = e.attempt
        and j.completed_at is not null and j.placed_at is not null
      join job_batch b on b.id = e.batch_id
      order by e.ordinal, i.index
      """;

  /** Attempts that ended while another one followed; those without a host were never placed. */
  private static final String EARLIER_ATTEMPTS =
      """
      select a.batch_id, a.index, a.attempt, a.region, a.host, a.placed_at, a.started_at,
             coalesce(a.ended_at, a.final_at) as completed_at
      from unnest(:batches::uuid[], :indexes::int[]) as j (batch_id, index)
      join job_attempt a on a.batch_id = j.batch_id and a.index = j.index
      where a.placed_at is not null
      order by a.attempt
      """;

  /**
   * Jobs in the order of their ends.
   *
   * @param last ordinal up to which all ends are contained
   */
  record Portion(List<EndedJob> jobs, long last) {}

  private final JdbcClient jdbc;

  EndedJobQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The jobs whose ends have ordinals above {@code after} and up to {@code until}.
   *
   * @param events most events that are read; each one is the end of up to a thousand jobs
   */
  Portion between(long after, long until, int events) {
    List<Long> ordinals = new ArrayList<>();
    List<EndedJob> jobs = new ArrayList<>();
    jdbc.sql(ENDED)
        .param("after", after)
        .param("until", until)
        .param("events", events)
        .query(row -> {
          ordinals.add(row.getLong("ordinal"));
          if (row.getString("status") != null) {
            jobs.add(job(row));
          }
        });
    boolean isComplete = ordinals.stream().distinct().count() < events;
    addEarlierAttempts(jobs);
    return new Portion(jobs, isComplete ? until : ordinals.getLast());
  }

  private void addEarlierAttempts(List<EndedJob> jobs) {
    Map<JobId, List<EndedJob.Attempt>> known = new HashMap<>();
    jobs.forEach(job -> known.put(job.id(), job.attempts()));
    Map<JobId, List<EndedJob.Attempt>> earlier = new HashMap<>();
    jdbc.sql(EARLIER_ATTEMPTS)
        .param("batches", SqlArrays.uuids(jobs, job -> job.id().batchId()))
        .param("indexes", SqlArrays.integers(jobs, job -> job.id().index()))
        .query(row -> {
          earlier.computeIfAbsent(id(row), id -> new ArrayList<>()).add(attempt(row));
        });
    earlier.forEach((id, attempts) -> {
      List<EndedJob.Attempt> all = known.get(id);
      if (all != null) {
        int last = all.getLast().number();
        attempts.removeIf(attempt -> attempt.number() >= last);
        all.addAll(0, attempts);
      }
    });
  }

  private static EndedJob job(ResultSet row) throws SQLException {
    return new EndedJob(
        id(row),
        row.getObject("project_id", UUID.class),
        row.getObject("task_id", UUID.class),
        row.getString("group_name"),
        JobStatus.valueOf(row.getString("status")),
        row.getString("status_reason"),
        row.getString("failure_code"),
        row.getObject("exit_code", Integer.class),
        SqlTime.required(row, "submitted_at"),
        SqlTime.required(row, "completed_at"),
        new ArrayList<>(List.of(attempt(row))));
  }

  private static EndedJob.Attempt attempt(ResultSet row) throws SQLException {
    return new EndedJob.Attempt(
        row.getInt("attempt"),
        row.getString("region"),
        row.getString("host"),
        SqlTime.required(row, "placed_at"),
        SqlTime.optional(row, "started_at"),
        SqlTime.required(row, "completed_at"));
  }

  private static JobId id(ResultSet row) throws SQLException {
    return new JobId(row.getObject("batch_id", UUID.class), row.getInt("index"));
  }
}
