package org.openhtc.job.series;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.JobStatus;
import org.openhtc.job.statistics.JobStatisticsQueries;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The points of tasks in the database. A point is stored only if it differs from the last one. */
@Repository
class TaskSeriesStore {
  /** The order of the columns. */
  static final List<JobStatus> STATUSES =
      List.of(
          JobStatus.SUBMITTED_TO_RESCALE,
          JobStatus.SUBMITTED_TO_PROVIDER,
          JobStatus.RUNNABLE,
          JobStatus.STARTING,
          JobStatus.RUNNING,
          JobStatus.SUCCEEDED,
          JobStatus.FAILED);

  private static final String COLUMNS =
      "submitted_to_rescale, submitted_to_provider, runnable, starting, running, succeeded, failed";

  /** One statement for all tasks, whose cost is that of their live batches. */
  private static final String RECORD =
      """
      insert into task_point (task_id, at, %1$s)
      select task_id, :at, %1$s
      from (%2$s) now
      where (%1$s) is distinct from (
        select (%1$s) from task_point last where last.task_id = now.task_id
        order by last.at desc limit 1)
      on conflict do nothing
      """
          .formatted(
              COLUMNS,
              JobStatisticsQueries.ofTasks(
                  """
                  in (select task_id from job_batch where is_live
                      union select task_id from job_batch where ended_at >= :endedSince)
                  """));

  private static final String REMOVE =
      """
      delete from task_point
      where (task_id, at) in (
        select task_id, at from task_point where at < :before order by at limit :limit)
      """;

  private static final String FIRST = "select min(at) from task_point where task_id = :task";

  /** The point before the range gives the counts at its beginning. */
  private static final String READ =
      """
      (select :from::timestamptz as at, %1$s from task_point
       where task_id = :task and at <= :from order by task_point.at desc limit 1)
      union all
      (select distinct on (step) at, %1$s
       from (
         select *, date_bin(make_interval(secs => :step), at, :from) as step
         from task_point where task_id = :task and at > :from and at < :to) of_range
       order by step, at desc)
      order by at
      """
          .formatted(COLUMNS);

  private final JdbcClient jdbc;

  TaskSeriesStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Stores a point for every task with live jobs, or whose last jobs ended lately.
   *
   * @return how many points were stored
   */
  int record(Instant at, Instant endedSince) {
    return jdbc.sql(RECORD)
        .param("at", SqlTime.of(at))
        .param("endedSince", SqlTime.of(endedSince))
        .update();
  }

  /** Removes the oldest points; returns how many. */
  int remove(Instant before, int limit) {
    return jdbc.sql(REMOVE).param("before", SqlTime.of(before)).param("limit", limit).update();
  }

  /** The time of the first stored point. */
  Optional<Instant> first(UUID task) {
    return jdbc.sql(FIRST).param("task", task).query((row, n) -> first(row)).single();
  }

  private static Optional<Instant> first(ResultSet row) throws SQLException {
    return Optional.ofNullable(SqlTime.optional(row, "min"));
  }

  List<TaskPoint> read(UUID task, SeriesRange range) {
    return jdbc.sql(READ)
        .param("task", task)
        .param("from", SqlTime.of(range.from()))
        .param("to", SqlTime.of(range.to()))
        .param("step", range.step().toSeconds())
        .query((row, n) -> point(row))
        .list();
  }

  private static TaskPoint point(ResultSet row) throws SQLException {
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    for (int i = 0; i < STATUSES.size(); i++) {
      counts.put(STATUSES.get(i), row.getLong(i + 2));
    }
    return new TaskPoint(SqlTime.required(row, "at"), counts);
  }
}
