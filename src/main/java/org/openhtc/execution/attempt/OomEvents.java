package org.openhtc.execution.attempt;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.execution.engine.ContainerState;

/**
 * The containers for which the engine sent an out-of-memory event. The flag in the engine's own
 * container state is unreliable on cgroup v2 (moby issue 38352), so both sources are used.
 */
public final class OomEvents {
  /**
   * How much later than the end of a container its event may arrive: both have different sources in
   * the engine. Only killed containers wait for it.
   */
  public static final Duration LONGEST_DELAY = Duration.ofMillis(300);

  private final Duration longestDelay;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final RecentContainers containers = new RecentContainers();

  /**
   * @param longestDelay how much later than the end of a container its event is expected
   */
  public OomEvents(Duration longestDelay) {
    this.longestDelay = longestDelay;
  }

  /** Called when an event arrives. */
  public void add(String container) {
    lock.lock();
    try {
      containers.add(container);
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for an event of the container, which has ended. The time of its end does not shorten the
   * wait: after a step of a clock it would be skipped, and the job would fail with another cause.
   */
  void await(String container) {
    lock.lock();
    try {
      long left = longestDelay.toNanos();
      while (left > 0 && !containers.contains(container)) {
        left = added.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The state, with out of memory set if there was an event. */
  ContainerState applyTo(ContainerState state) {
    lock.lock();
    try {
      return containers.contains(state.id()) ? state.withOutOfMemory() : state;
    } finally {
      lock.unlock();
    }
  }
}
