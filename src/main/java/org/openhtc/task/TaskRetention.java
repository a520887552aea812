package org.openhtc.task;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.openhtc.task.DueTaskStore.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Archives and deletes tasks as the retention policies demand. A task is locked while its policy is
 * applied: one that gets a job or is made active at the same moment is skipped, or refuses that
 * request with 409.
 */
@Component
class TaskRetention {
  private static final Logger log = LoggerFactory.getLogger(TaskRetention.class);
  private static final int AT_ONCE = 500;

  private final DueTaskStore due;
  private final Tasks tasks;
  private final JobActivity jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  TaskRetention(
      DueTaskStore due,
      Tasks tasks,
      JobActivity jobs,
      TransactionTemplate transaction,
      Clock clock) {
    this.due = due;
    this.tasks = tasks;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Archives some idle tasks and deletes some archived ones; true when there are more. */
  boolean portion() {
    Instant now = clock.instant();
    boolean moreToArchive = advance(Step.ARCHIVE, now);
    return advance(Step.DELETE, now) || moreToArchive;
  }

  private boolean advance(Step step, Instant now) {
    List<UUID> found = due.find(step, now, AT_ONCE);
    if (found.isEmpty()) {
      return false;
    }
    List<TaskRow> locked =
        transaction.execute(status -> {
          List<TaskRow> rows = due.lock(step, found, now);
          apply(step, rows, now);
          return rows;
        });
    locked.forEach(TaskRetention::log);
    return hasMore(found, locked);
  }

  private void apply(Step step, List<TaskRow> rows, Instant now) {
    switch (step) {
      case ARCHIVE -> archive(rows, now);
      case DELETE -> rows.forEach(task -> tasks.delete(task, now));
    }
  }

  /**
   * Archives idle tasks. Keeps those with live jobs, and moves {@code last_active_at} forward where
   * jobs ended later than recorded.
   */
  private void archive(List<TaskRow> rows, Instant now) {
    List<UUID> ids = rows.stream().map(task -> task.id).toList();
    // In this order: a job that ends between the two reads is absent from the first result and
    // present in the second.
    Set<UUID> live = jobs.live(ids);
    Map<UUID, Instant> ends = jobs.lastEnds(ids);
    for (TaskRow task : rows) {
      Instant end = ends.getOrDefault(task.id, task.lastActiveAt);
      if (live.contains(task.id)) {
        task.lastActiveAt = now;
      } else if (end.isAfter(task.lastActiveAt)) {
        task.lastActiveAt = end;
      } else {
        task.archive(now);
      }
    }
  }

  private static void log(TaskRow task) {
    switch (task.lifecycleStatus) {
      case ACTIVE -> {}
      case ARCHIVED ->
          log.info(
              "Archived task {} of project {}, idle since {}: it takes no jobs until a user makes"
                  + " it active again, and its retention policy deletes it later",
              task.id,
              task.projectId,
              task.lastActiveAt);
      case DELETED ->
          log.info(
              "Deleted task {} of project {}, archived since {}: its files, logs and jobs are"
                  + " removed next",
              task.id,
              task.projectId,
              task.archivedAt);
    }
  }

  /**
   * Tasks locked by another transaction do not count: an immediate retry would find them locked. A
   * task that stays active does: its jobs ended later than recorded, and it may be due since then.
   */
  private static boolean hasMore(List<UUID> found, List<TaskRow> locked) {
    return found.size() == AT_ONCE && !locked.isEmpty()
        || locked.stream().anyMatch(task -> task.lifecycleStatus == LifecycleStatus.ACTIVE);
  }
}
