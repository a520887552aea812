package org.openhtc.task;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Executes retention policies. A task is locked while it is checked. So a concurrent submission or
 * activation either comes first and keeps the task, or is refused with 409.
 */
@Component
class TaskRetention {
  private static final Logger log = LoggerFactory.getLogger(TaskRetention.class);
  private static final int PORTION = 500;

  private final DueTasks due;
  private final Tasks tasks;
  private final JobActivity jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  TaskRetention(
      DueTasks due, Tasks tasks, JobActivity jobs, TransactionTemplate transaction, Clock clock) {
    this.due = due;
    this.tasks = tasks;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Archives some idle tasks and deletes some archived ones; true when there are more. */
  boolean portion() {
    Instant now = clock.instant();
    boolean moreToArchive = archive(now);
    return delete(now) || moreToArchive;
  }

  private boolean archive(Instant now) {
    List<UUID> found = due.toArchive(now, PORTION);
    if (found.isEmpty()) {
      return false;
    }
    List<TaskRow> checked =
        transaction.execute(status -> archiveIdle(due.lockToArchive(found, now), now));
    boolean areArchived = true;
    for (TaskRow task : checked) {
      if (task.lifecycleStatus == LifecycleStatus.ACTIVE) {
        areArchived = false;
      } else {
        log.info(
            "Archived task {} of project {}, idle since {}: it takes no jobs until a user makes it"
                + " active again, and is deleted later by its retention policy",
            task.id,
            task.projectId,
            task.lastActiveAt);
      }
    }
    // A task whose jobs ended later than recorded may be due by that time, too.
    return hasMore(found, checked) || !areArchived;
  }

  /**
   * Archives idle tasks. Keeps those with live jobs, and moves {@code lastActiveAt} forward where
   * jobs ended later than recorded.
   */
  private List<TaskRow> archiveIdle(List<TaskRow> idle, Instant now) {
    List<UUID> ids = idle.stream().map(task -> task.id).toList();
    // In this order: a job that ends in between is missing in the first result, not in the second.
    Set<UUID> live = jobs.live(ids);
    Map<UUID, Instant> ends = jobs.lastEnds(ids);
    for (TaskRow task : idle) {
      Instant end = ends.getOrDefault(task.id, task.lastActiveAt);
      if (live.contains(task.id)) {
        task.lastActiveAt = now;
      } else if (end.isAfter(task.lastActiveAt)) {
        task.lastActiveAt = end;
      } else {
        task.archive(now);
      }
    }
    return idle;
  }

  private boolean delete(Instant now) {
    List<UUID> found = due.toDelete(now, PORTION);
    if (found.isEmpty()) {
      return false;
    }
    List<TaskRow> deleted =
        transaction.execute(status -> {
          List<TaskRow> locked = new ArrayList<>(due.lockToDelete(found, now));
          locked.forEach(task -> tasks.delete(task, now));
          return locked;
        });
    for (TaskRow task : deleted) {
      log.info(
          "Deleted task {} of project {}, archived since {}: its files, logs and jobs are removed"
              + " next",
          task.id,
          task.projectId,
          task.archivedAt);
    }
    return hasMore(found, deleted);
  }

  /**
   * Tasks locked by another transaction do not count; an immediate retry would find them locked.
   */
  private static boolean hasMore(List<UUID> found, List<TaskRow> done) {
    return found.size() == PORTION && !done.isEmpty();
  }
}
