package org.openhtc.lease;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs the failures of a loop: a new kind of failure with its stack trace, and while it continues
 * one line per minute. Otherwise an outage of the database would fill the disk, because each host
 * has a loop that fails every second.
 */
final class FailureLog {
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final String loop;
  private final Logger log;
  private final LongSupplier nanoTime;
  private final Set<Class<?>> known = new HashSet<>();
  private long loggedAt;
  private int unlogged;

  /**
   * @param loop its name
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  FailureLog(String loop, Logger log, LongSupplier nanoTime) {
    this.loop = loop;
    this.log = log;
    this.nanoTime = nanoTime;
  }

  void succeeded() {
    known.clear();
    unlogged = 0;
  }

  /**
   * @param interval longest time until the next pass
   */
  void failed(Throwable problem, Duration interval) {
    long now = nanoTime.getAsLong();
    if (known.add(problem.getClass())) {
      log.warn("A pass of {} failed; the next one starts within {}", loop, interval, problem);
    } else if (now - loggedAt < PAUSE) {
      unlogged++;
      return;
    } else {
      log.warn(
          "A pass of {} failed again, and {} times since the last report: {}",
          loop,
          unlogged,
          problem.toString());
    }
    loggedAt = now;
    unlogged = 0;
  }
}
