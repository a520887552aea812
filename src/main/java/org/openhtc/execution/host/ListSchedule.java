package org.openhtc.execution.host;

import java.time.Duration;
import java.time.Instant;
import org.openhtc.lease.DueTime;

/**
 * When the containers of a host are listed: at once after a connection and after anything
 * unexpected, then after pauses that double while events report all changes.
 */
final class ListSchedule {
  /** An idle host is listed this many times less often. */
  private static final int IDLE = 3;

  private final Duration shortest;
  private final Duration longest;
  private Duration pause;
  private DueTime due = DueTime.NOW;
  private volatile boolean isUnexpected;

  /**
   * @param shortest first pause
   * @param longest last pause of a host with jobs
   */
  ListSchedule(Duration shortest, Duration longest) {
    this.shortest = shortest;
    this.longest = longest;
    this.pause = shortest;
  }

  /** Something did not happen as expected: the next pass lists the containers. */
  void unexpected() {
    isUnexpected = true;
  }

  boolean isDue(Instant now) {
    return isUnexpected || due.isReached(now);
  }

  /**
   * Called before a list.
   *
   * @param isIdle whether the host has no jobs
   */
  void listing(Instant now, boolean isIdle) {
    if (isUnexpected) {
      pause = shortest;
    }
    isUnexpected = false;
    due = DueTime.after(pause, now);
    Duration most = isIdle ? longest.multipliedBy(IDLE) : longest;
    Duration next = pause.multipliedBy(2);
    pause = next.compareTo(most) < 0 ? next : most;
  }
}
