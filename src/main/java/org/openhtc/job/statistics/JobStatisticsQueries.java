package org.openhtc.job.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts per status: sums over batches, so a count of a million jobs reads a thousand rows. */
@Repository
public class JobStatisticsQueries {
  /** Columns with the counts of the selected batches, each named as its status. */
  public static final String COUNTS =
      """
      coalesce(sum(case when tail_status = 'SUBMITTED_TO_RESCALE' then tail_size end), 0)
        as submitted_to_rescale,
      coalesce(sum(case when tail_status = 'SUBMITTED_TO_PROVIDER' then tail_size end), 0)
        as submitted_to_provider,
      coalesce(sum(waiting + case when tail_status = 'RUNNABLE' then tail_size else 0 end), 0)
        as runnable,
      coalesce(sum(starting), 0) as starting,
      coalesce(sum(running), 0) as running,
      coalesce(sum(succeeded), 0) as succeeded,
      coalesce(sum(failed + case when tail_status = 'FAILED' then tail_size else 0 end), 0)
        as failed
      """;

  private static final String OF_TASK =
      "select :group::text as group_name, "
          + COUNTS
          + """
          from job_batch
          where task_id = :task and (:group::text is null or group_name = :group)
          """;

  private static final String BY_GROUP =
      "select group_name, "
          + COUNTS
          + """
          from job_batch
          where task_id = :task and group_name is not null and group_name > :after
            and (:all or group_name = any(:groups::text[]))
          group by group_name order by group_name limit :limit
          """;

  /**
   * The counts of tasks: of their live batches, and of their ended ones from the index alone,
   * because a task may have had many.
   *
   * @param tasks condition on {@code task_id}, such as {@code = :task}
   */
  public static String ofTasks(String tasks) {
    return """
    select task_id, sum(submitted_to_rescale)::bigint as submitted_to_rescale,
           sum(submitted_to_provider)::bigint as submitted_to_provider,
           sum(runnable)::bigint as runnable, sum(starting)::bigint as starting,
           sum(running)::bigint as running, sum(succeeded)::bigint as succeeded,
           sum(failed)::bigint as failed
    from (
      select task_id, %1$s
      from job_batch where is_live and task_id %2$s group by task_id
      union all
      select task_id, 0, 0, 0, 0, 0, sum(succeeded_in_the_end),
             sum(size - succeeded_in_the_end)
      from job_batch where ended_at is not null and task_id %2$s group by task_id
    ) counted
    group by task_id
    """
        .formatted(COUNTS, tasks);
  }

  private static final String BY_TASK =
      ofTasks("in (select id from task where project_id = :project)");

  private static final String GROUPS =
      """
      select distinct group_name from job_batch
      where task_id = :task and group_name is not null and group_name > :after
      order by group_name limit :limit
      """;

  /**
   * @param jobStatuses a count for every status of the published API, including zeros
   * @param usage null if it was not requested
   */
  public record Summary(
      @Nullable String group, Map<JobStatus, Long> jobStatuses, @Nullable UsageSummary usage) {
    Summary with(@Nullable UsageSummary used) {
      return new Summary(group, jobStatuses, used);
    }
  }

  private final JdbcClient jdbc;

  JobStatisticsQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The counts of all jobs of the task. */
  public Summary ofTask(UUID task) {
    return ofTask(task, null);
  }

  /**
   * @param group only this group's jobs; null for all
   */
  public Summary ofTask(UUID task, @Nullable String group) {
    return jdbc.sql(OF_TASK)
        .param("task", task)
        .param("group", group)
        .query((row, n) -> summary(row))
        .single();
  }

  /**
   * @param groups only these; empty for all
   * @param after name of the last group of the previous page; empty for the first page
   */
  List<Summary> byGroup(UUID task, List<String> groups, String after, int limit) {
    return jdbc.sql(BY_GROUP)
        .param("task", task)
        .param("all", groups.isEmpty())
        .param("groups", SqlArrays.texts(groups))
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> summary(row))
        .list();
  }

  /** Tasks without jobs are not included. */
  List<TaskCounts> byTask(UUID project) {
    return jdbc.sql(BY_TASK)
        .param("project", project)
        .query((row, n) -> new TaskCounts(row.getObject("task_id", UUID.class), counts(row)))
        .list();
  }

  List<String> groups(UUID task, String after, int limit) {
    return jdbc.sql(GROUPS)
        .param("task", task)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> row.getString(1))
        .list();
  }

  private static Summary summary(ResultSet row) throws SQLException {
    return new Summary(row.getString("group_name"), counts(row), null);
  }

  static Map<JobStatus, Long> counts(ResultSet row) throws SQLException {
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    for (JobStatus status : JobStatus.values()) {
      counts.put(
          status,
          switch (status) {
            case SUBMITTED_TO_RESCALE -> row.getLong("submitted_to_rescale");
            case SUBMITTED_TO_PROVIDER -> row.getLong("submitted_to_provider");
            case RUNNABLE -> row.getLong("runnable");
            case STARTING -> row.getLong("starting");
            case RUNNING -> row.getLong("running");
            case SUCCEEDED -> row.getLong("succeeded");
            case FAILED -> row.getLong("failed");
            case POD_SUCCEEDED, POD_FAILED -> 0L;
          });
    }
    return counts;
  }
}
