package org.openhtc.execution.kubernetes;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openhtc.host.ClusterPlace;

/**
 * A token bucket: bounds the calls to the API server of one cluster, so that an installation does
 * not delay the other users of the cluster.
 */
final class CallBudget {
  private final long interval;
  private final long burst;
  private long next = System.nanoTime();

  /**
   * @param perSecond calls in the long run
   * @param burst calls that may be made at once after a time without calls
   */
  CallBudget(int perSecond, int burst) {
    this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.burst = burst * interval;
  }

  static CallBudget of(ClusterPlace place) {
    return new CallBudget(
        Objects.requireNonNull(place.callsPerSecond()), Objects.requireNonNull(place.callBurst()));
  }

  /**
   * Waits until the next call may be made.
   *
   * @return false, at once, if that would take longer than the limit
   */
  boolean acquire(Duration limit) {
    long now = System.nanoTime();
    long at = reserve(now, limit.toNanos());
    if (at < 0) {
      return false;
    }
    for (long left = at - now; left > 0; left = at - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return true;
  }

  /** When the call may be made; -1 if that is after the limit. */
  private synchronized long reserve(long now, long limit) {
    long at = Math.max(next, now - burst);
    if (at - now > limit) {
      return -1;
    }
    next = at + interval;
    return Math.max(at, now);
  }

  /** The server is overloaded: no call is made for so long. */
  synchronized void pause(Duration time) {
    next = Math.max(next, System.nanoTime() + time.toNanos());
  }
}
