package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.openhtc.lease.DueTime;

/**
 * When something is read again: after a multiple of the time that the last read took, so that the
 * reads take a fixed part of the time at most. What is read in a millisecond is read at nearly
 * every tick. Not thread-safe.
 */
final class ReadPace {
  private final Clock clock;
  private final int pausePerRead;
  private final Duration longest;
  private Instant begun = Instant.MIN;
  private DueTime next = DueTime.NOW;

  /**
   * @param pausePerRead the pause after a read, in units of its duration
   * @param longest pause
   */
  ReadPace(Clock clock, int pausePerRead, Duration longest) {
    this.clock = clock;
    this.pausePerRead = pausePerRead;
    this.longest = longest;
  }

  boolean isDue() {
    return next.isReached(clock.instant());
  }

  void begin() {
    begun = clock.instant();
  }

  /** The read that began last has succeeded. */
  void end() {
    Duration pause = Duration.between(begun, clock.instant()).multipliedBy(pausePerRead);
    next = DueTime.after(pause.compareTo(longest) < 0 ? pause : longest, begun);
  }

  /** The next read is due now. */
  void reset() {
    next = DueTime.NOW;
  }
}
