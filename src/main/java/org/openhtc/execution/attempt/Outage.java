package org.openhtc.execution.attempt;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which an engine was unreachable or not watched. A container that was killed in that
 * time may have been killed by the shutdown of its engine.
 *
 * @param from some seconds before the engine was last reachable: an engine that shuts down may stop
 *     responding before or after it kills its containers
 * @param until when the engine was reachable again
 */
public record Outage(Instant from, Instant until) {
  private static final Duration MARGIN = Duration.ofSeconds(15);

  /** The outage between two successful calls. */
  public static Outage between(Instant lastSeen, Instant seenAgain) {
    return new Outage(lastSeen.minus(MARGIN), seenAgain);
  }

  /** An outage that has not ended. */
  public static Outage since(Instant lastSeen) {
    return between(lastSeen, Instant.MAX);
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(from) && !moment.isAfter(until);
  }
}
