package org.openhtc.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * When something is done again, by a clock that may be set while the service runs. If the clock was
 * set back meanwhile, it is done at once; otherwise it would be done as much later as the clock was
 * set back, which can be hours.
 *
 * @param earliest times before it show that the clock was set back
 * @param at the time itself
 */
public record DueTime(Instant earliest, Instant at) {
  /** It is due now. */
  public static final DueTime NOW = new DueTime(Instant.MIN, Instant.MIN);

  /** The clock may be adjusted by so much, and another thread may have read it earlier. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  public static DueTime after(Duration pause, Instant now) {
    return new DueTime(now.minus(TOLERANCE), now.plus(pause));
  }

  public boolean isReached(Instant now) {
    return !now.isBefore(at) || now.isBefore(earliest);
  }
}
