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
 * Carries out retention policies. A task is locked while it is judged, so that one that gets a job
 * or is made active at the same moment is left alone, or answers 409 from then on.
 */
@Component
class TaskRetention {
  private static final Logger log = LoggerFactory.getLogger(TaskRetention.class);
  private static final int AT_ONCE = 500;

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
    List<UUID> found = due.toArchive(now, AT_ONCE);
    if (found.isEmpty()) {
      return false;
    }
    List<TaskRow> judged = transaction.execute(status -> judge(due.lockToArchive(found, now), now));
    boolean areArchived = true;
    for (TaskRow task : judged) {
      if (task.lifecycleStatus == LifecycleStatus.ACTIVE) {
        areArchived = false;
      } else {
        log.info(
            "Archived task {} of project {}, idle since {}: it takes no jobs until someone makes it"
                + " active again, and is deleted when its retention policy says so",
            task.id,
            task.projectId,
            task.lastActiveAt);
      }
    }
    // One whose jobs ended later than was known may be due by that moment, too.
    return hasMore(found, judged) || !areArchived;
  }

  /** Those whose jobs live, or ended later than was known, are told active until then. */
  private List<TaskRow> judge(List<TaskRow> idle, Instant now) {
    List<UUID> ids = idle.stream().map(task -> task.id).toList();
    // In this order: a job that ends in between is missing in the first answer, not in the second.
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
    List<UUID> found = due.toDelete(now, AT_ONCE);
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

  /** Tasks that others hold don't count: asking for them at once again would be asking in vain. */
  private static boolean hasMore(List<UUID> found, List<TaskRow> done) {
    return found.size() == AT_ONCE && !done.isEmpty();
  }
}
