package org.openhtc.execution.attempt;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which an engine was away, or unwatched: what was killed then may have fallen with its
 * engine.
 *
 * @param from a little before the last sign of life, because an engine that shuts down goes silent
 *     before or after it kills its containers
 * @param until the first sign of life afterwards
 */
public record Outage(Instant from, Instant until) {
  private static final Duration MARGIN = Duration.ofSeconds(15);

  public static Outage between(Instant lastSeen, Instant seenAgain) {
    return new Outage(lastSeen.minus(MARGIN), seenAgain);
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(from) && !moment.isAfter(until);
  }
}
