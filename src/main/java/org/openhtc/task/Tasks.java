package org.openhtc.task;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageQuery;
import org.openhtc.project.Project;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Creates tasks and changes their lifecycle status. */
@Component
public class Tasks {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final TaskStore store;
  private final TaskLimit limit;
  private final JobActivity jobs;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Tasks(
      TaskStore store,
      TaskLimit limit,
      JobActivity jobs,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.limit = limit;
    this.jobs = jobs;
    this.events = events;
    this.clock = clock;
  }

  /** Records when jobs of the task were submitted or ended; an earlier time changes nothing. */
  @Transactional
  public void touch(UUID taskId, Instant at) {
    store.touch(taskId, at);
  }

  /**
   * As {@link #touch}, and locks the task until the transaction ends, regardless of the time.
   * Batches of one task are stored while it is locked, so that lists never skip a batch that
   * commits later.
   */
  @Transactional
  public void touchAndLock(UUID taskId, Instant at) {
    store.touchAndLock(taskId, at);
  }

  /**
   * Prevents the task from being archived or deleted until the current transaction ends, and
   * records that its jobs are active.
   *
   * @return false, with nothing changed, if the task is not active
   */
  @Transactional
  public boolean keepActive(UUID taskId, Instant at) {
    boolean isActive = store.keepActive(taskId) == LifecycleStatus.ACTIVE;
    if (isActive) {
      store.touch(taskId, at);
    }
    return isActive;
  }

  /**
   * Creates a task.
   *
   * @throws ApiException 429 when the project has as many tasks as it may have
   */
  Task create(Project project, NewTask task, String createdBy) {
    limit.add(project.id());
    return store.save(new TaskRow(project, task, createdBy, clock.instant())).view();
  }

  /** Tasks that are not deleted, oldest first; one more than the page holds, if there is one. */
  List<Task> page(UUID projectId, PageQuery page) {
    UUID after = page.cursor(1).map(cursor -> cursor.id(0)).orElse(BEFORE_ALL);
    List<TaskRow> rows = store.page(projectId, after, Limit.of(page.pageSize() + 1));
    return withEnds(rows.stream().map(TaskRow::view).toList());
  }

  /**
   * Changes the lifecycle status of a task.
   *
   * @throws ApiException 409 when its status or its live jobs do not allow it
   */
  @Transactional
  Task move(UUID taskId, LifecycleStatus to) {
    TaskRow task = store.lock(taskId).orElseThrow();
    refuseUnlessAllowed(task, to);
    Instant now = clock.instant();
    switch (to) {
      case ACTIVE -> task.activate(now);
      case ARCHIVED -> task.archive(now);
      case DELETED -> delete(task, now);
    }
    return task.view();
  }

  /** Called in the transaction that has locked the task, if its status and jobs allow it. */
  void delete(TaskRow task, Instant now) {
    task.delete(now);
    events.publishEvent(new TaskDeleted(task.projectId, task.id));
  }

  /** The tasks with their last activity, including ends of jobs, which are not written here. */
  List<Task> withEnds(List<Task> tasks) {
    Map<UUID, Instant> ends = jobs.lastEnds(tasks.stream().map(Task::id).toList());
    return tasks.stream()
        .map(task -> task.activeUntil(ends.getOrDefault(task.id(), task.lastActiveAt())))
        .toList();
  }

  private void refuseUnlessAllowed(TaskRow task, LifecycleStatus to) {
    if (!Lifecycle.allows(task.lifecycleStatus, to)) {
      throw ApiException.conflict(
          "Task '%s' is %s and can't become %s.".formatted(task.id, task.lifecycleStatus, to));
    }
    if (Lifecycle.requiresEndedJobs(to) && jobs.isLive(task.id)) {
      throw ApiException.conflict(
          "Task '%s' has live jobs; cancel them or wait for them.".formatted(task.id));
    }
  }
}
