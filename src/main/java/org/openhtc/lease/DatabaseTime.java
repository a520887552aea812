package org.openhtc.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of the database, continued between two readings by a clock that measures durations. So
 * all processes of the service agree on the time, however the clocks of their machines are set, and
 * a time that one of them stored can be compared with the time of another one.
 *
 * <p>A reading takes a while, so it only shows bounds. While the time lies within the bounds of
 * each reading it runs on without a step; otherwise it is set to the nearest bound.
 */
final class DatabaseTime implements InstantSource {
  private final LongSupplier nanoTime;
  private volatile Origin origin;

  /** At this value of the clock that measures durations it was this time. */
  private record Origin(Instant time, long nanos) {
    Instant after(long now) {
      return time.plusNanos(now - nanos);
    }
  }

  /**
   * @param assumed the time before the first reading
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  DatabaseTime(Instant assumed, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.origin = new Origin(assumed, nanoTime.getAsLong());
  }

  @Override
  public Instant instant() {
    return origin.after(nanoTime.getAsLong());
  }

  /**
   * Uses a reading that has just arrived. Only one thread at a time may call it.
   *
   * @param time of the database at some moment of the reading
   * @param sentAt when the reading began, by the clock that measures durations
   * @return how far the time was set forward, negative if it was set back, zero if it was right
   */
  Duration read(Instant time, long sentAt) {
    long now = nanoTime.getAsLong();
    Instant earliest = time;
    Instant latest = time.plusNanos(now - sentAt);
    Instant assumed = origin.after(now);
    Instant found = assumed;
    if (assumed.isBefore(earliest)) {
      found = earliest;
    } else if (assumed.isAfter(latest)) {
      found = latest;
    }
    origin = new Origin(found, now);
    return Duration.between(assumed, found);
  }
}
