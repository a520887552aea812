package org.openhtc.job.watch;

import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watcher of one task. What is new is kept until the watcher comes for it; what has passed
 * without news need not be looked through.
 */
public final class TaskSubscription implements AutoCloseable {
  /** Something happened to the task's jobs behind the one ordinal and up to the other. */
  record News(long after, long until) {}

  final UUID task;
  private final long goal;
  private final Runnable bell;
  private final Consumer<TaskSubscription> onClose;
  private boolean hasBegun;
  private boolean isNew;
  private long after;
  private long until;

  /**
   * @param goal ordinal that was drawn last when the watcher came
   * @param bell rung when there is something new
   */
  TaskSubscription(UUID task, long goal, Runnable bell, Consumer<TaskSubscription> onClose) {
    this.task = task;
    this.goal = goal;
    this.bell = bell;
    this.onClose = onClose;
  }

  /** History is complete up to that ordinal, and the watcher begins there if it is far enough. */
  synchronized void begin(long complete) {
    if (!hasBegun && complete >= goal) {
      hasBegun = true;
      after = complete;
      until = complete;
      bell.run();
    }
  }

  synchronized boolean hasBegun() {
    return hasBegun;
  }

  /** Where the watcher began. */
  synchronized long start() {
    return after;
  }

  synchronized void heard(long complete) {
    isNew = true;
    until = complete;
    bell.run();
  }

  synchronized void heardNothing(long complete) {
    if (!isNew) {
      after = complete;
    }
  }

  /** What is new since the last time; null for nothing. */
  public synchronized @Nullable News take() {
    if (!isNew) {
      return null;
    }
    News news = new News(after, until);
    isNew = false;
    after = until;
    return news;
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
