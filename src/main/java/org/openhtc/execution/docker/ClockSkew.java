package org.openhtc.execution.docker;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Compares an engine's clock with the clock of this process. */
final class ClockSkew {
  private ClockSkew() {}

  /**
   * How far the engine's clock is ahead, measured by one call. The engine read its clock at some
   * instant of the call, so a difference of up to half the call's duration means nothing.
   *
   * @param sent when the call began
   * @param received when it ended
   * @param systemTime the engine's clock, as its response contains it
   * @return zero also if the engine did not send its clock
   */
  static Duration measured(Instant sent, Instant received, @Nullable String systemTime) {
    Instant engine = instant(systemTime);
    if (engine == null) {
      return Duration.ZERO;
    }
    Duration half = Duration.between(sent, received).dividedBy(2);
    Duration ahead = Duration.between(sent.plus(half), engine);
    return ahead.abs().compareTo(half) <= 0 ? Duration.ZERO : ahead;
  }

  private static @Nullable Instant instant(@Nullable String systemTime) {
    try {
      return systemTime == null ? null : OffsetDateTime.parse(systemTime).toInstant();
    } catch (DateTimeParseException unknownFormat) {
      return null;
    }
  }
}
