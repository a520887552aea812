package org.openhtc.notification;

import java.time.Duration;

/**
 * The pause before the next try to connect: short after a break, because a server that restarts is
 * back soon, then twice as long after each failure.
 */
final class ReconnectPause {
  static final Duration SHORTEST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = SHORTEST;

  /** Called after a failure; returns the pause that follows it. */
  Duration afterFailure() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return pause;
  }

  /** The server has responded. */
  void connected() {
    next = SHORTEST;
  }
}
