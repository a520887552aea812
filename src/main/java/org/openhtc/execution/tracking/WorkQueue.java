package org.openhtc.execution.tracking;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work in the order of its arrival, with a limited number of workers. A worker ends when no
 * work is left, so an idle queue has no thread.
 */
final class WorkQueue {
  private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);

  private final String name;
  private final BackgroundWork background;
  private final WorkPermits permits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int limit;
  private int workers;

  /**
   * @param name of the workers' threads
   * @param permits shared with other queues: bounds the work of the process
   * @param limit workers of this queue at most
   */
  WorkQueue(String name, BackgroundWork background, WorkPermits permits, int limit) {
    this.name = name;
    this.background = background;
    this.permits = permits;
    this.limit = limit;
  }

  /** Applies to work that is added from now on. */
  void limit(int most) {
    lock.lock();
    try {
      limit = most;
    } finally {
      lock.unlock();
    }
  }

  /** A failure is logged. Work that must be repeated has to be added again by its owner. */
  void add(Runnable work) {
    boolean isWorkerNeeded;
    lock.lock();
    try {
      waiting.add(work);
      isWorkerNeeded = workers < limit;
      workers += isWorkerNeeded ? 1 : 0;
    } finally {
      lock.unlock();
    }
    if (isWorkerNeeded) {
      background.start(name, this::work);
    }
  }

  /** Drops the work that has not begun. */
  void clear() {
    lock.lock();
    try {
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (Runnable next = next(); next != null; next = next()) {
      try (var held = permits.acquire()) {
        next.run();
      } catch (RuntimeException | Error e) {
        log.warn("Work of {} failed: {}", name, e.toString());
      }
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = waiting.poll();
      workers -= next == null ? 1 : 0;
      return next;
    } finally {
      lock.unlock();
    }
  }
}
