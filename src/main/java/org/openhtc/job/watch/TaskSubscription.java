package org.openhtc.job.watch;

import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to the events of one task. Collects ranges of ordinals with new events until the
 * subscriber takes them. Ranges without events of the task are skipped, so they need not be read.
 */
public final class TaskSubscription implements AutoCloseable {
  /** Ordinals above {@code after} and up to {@code until}, which contain events of the task. */
  record Range(long after, long until) {}

  final UUID task;
  private final long goal;
  private final Runnable wakeUp;
  private final Consumer<TaskSubscription> onClose;
  private boolean hasBegun;
  private boolean hasEvents;
  private long after;
  private long until;

  /**
   * @param goal the last ordinal that was assigned when the subscription was made
   * @param wakeUp called when the subscription begins and when it has new events
   */
  TaskSubscription(UUID task, long goal, Runnable wakeUp, Consumer<TaskSubscription> onClose) {
    this.task = task;
    this.goal = goal;
    this.wakeUp = wakeUp;
    this.onClose = onClose;
  }

  /** Begins at the watermark, unless the watermark is still below the goal. */
  synchronized void begin(long watermark) {
    if (!hasBegun && watermark >= goal) {
      hasBegun = true;
      after = watermark;
      until = watermark;
      wakeUp.run();
    }
  }

  synchronized boolean hasBegun() {
    return hasBegun;
  }

  /**
   * The ordinal up to which the events of the task were taken; at first, the one at which the
   * subscription began.
   */
  synchronized long start() {
    return after;
  }

  /** Adds the ordinals up to the watermark, which contain events of the task. */
  synchronized void add(long watermark) {
    hasEvents = true;
    until = watermark;
    wakeUp.run();
  }

  /** Skips the ordinals up to the watermark, which contain no event of the task. */
  synchronized void skip(long watermark) {
    if (!hasEvents) {
      after = watermark;
    }
  }

  /** The ordinals with new events since the last call; null if there are none. */
  public synchronized @Nullable Range take() {
    if (!hasEvents) {
      return null;
    }
    Range range = new Range(after, until);
    hasEvents = false;
    after = until;
    return range;
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
