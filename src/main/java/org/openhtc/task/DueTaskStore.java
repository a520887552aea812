package org.openhtc.task;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Tasks that a retention policy archives or deletes next. They are first found without locks,
 * project by project with the policy that applies there, so that tasks which are not due are not
 * read. Then they are locked, and the condition is evaluated again. A task that another transaction
 * has locked is skipped; a later run finds it again.
 */
@Repository
class DueTaskStore {
  private static final String FIND =
      """
      select due.id
      from project p
      left join project_retention_policy own on own.project_id = p.id
      left join workspace_retention_policy w on w.workspace_id = p.workspace_id
      cross join lateral (
        select t.id from task t
        where t.project_id = p.id and t.lifecycle_status = '%1$s'
          and t.%2$s <= cast(:now as timestamptz)
              - coalesce(own.%3$s, w.%3$s) * interval '1 hour'
        order by t.%2$s limit :limit) due
      where coalesce(own.%3$s, w.%3$s) > 0
      limit :limit
      """;

  private static final String LOCK =
      """
      select t.id from task t
      left join project_retention_policy own on own.project_id = t.project_id
      left join workspace_retention_policy w on w.workspace_id = t.workspace_id
      where t.id = any(:ids::uuid[]) and t.lifecycle_status = '%1$s'
        and coalesce(own.%3$s, w.%3$s) > 0
        and t.%2$s <= cast(:now as timestamptz) - coalesce(own.%3$s, w.%3$s) * interval '1 hour'
      for update of t skip locked
      """;

  private final JdbcClient jdbc;
  private final TaskStore tasks;

  DueTaskStore(JdbcClient jdbc, TaskStore tasks) {
    this.jdbc = jdbc;
    this.tasks = tasks;
  }

  /**
   * A step of retention: tasks with a lifecycle status are due when the policy's number of hours
   * has passed since a time of the task.
   */
  enum Step {
    ARCHIVE("ACTIVE", "last_active_at", "archive_after"),
    DELETE("ARCHIVED", "archived_at", "delete_after");

    private final String find;
    private final String lock;

    /**
     * @param status the lifecycle status before the step
     * @param since column of the task with that time
     * @param hours column of the policy with the number of hours
     */
    Step(String status, String since, String hours) {
      this.find = FIND.formatted(status, since, hours);
      this.lock = LOCK.formatted(status, since, hours);
    }
  }

  List<UUID> find(Step step, Instant now, int limit) {
    return jdbc.sql(step.find)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .query((row, n) -> row.getObject("id", UUID.class))
        .list();
  }

  /** Locks those of the tasks that are still due, until the caller's transaction ends. */
  List<TaskRow> lock(Step step, Collection<UUID> ids, Instant now) {
    return tasks.findAllById(
        jdbc.sql(step.lock)
            .param("ids", SqlArrays.uuids(ids))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .query((row, n) -> row.getObject("id", UUID.class))
            .list());
  }
}
