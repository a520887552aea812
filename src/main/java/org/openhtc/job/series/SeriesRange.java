package org.openhtc.job.series;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/**
 * The part of a series that a request selects.
 *
 * @param to exclusive
 * @param step of the points in each step only the last one is returned
 */
public record SeriesRange(Instant from, Instant to, Duration step) {
  /** Bounds the size of a response, and is more than a plot has pixels for. */
  static final int MOST_POINTS = 720;

  private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(400);

  /** What a request without a beginning gets if nothing is stored. */
  private static final Duration DEFAULT = Duration.ofHours(1);

  /**
   * The range of a request.
   *
   * @param from null for the first stored point
   * @param to null for now
   * @throws ApiException 400 unless {@code from} is before {@code to}, by at most 400 days, and
   *     both are times that the database can store
   */
  public static SeriesRange of(
      @Nullable Instant from, @Nullable Instant to, Optional<Instant> first, Instant now) {
    requireStorable("from", from, now);
    requireStorable("to", to, now);
    Instant end = to == null ? now.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS) : to;
    Instant beginning =
        from != null ? from : first.filter(end::isAfter).orElseGet(() -> end.minus(DEFAULT));
    if (!beginning.isBefore(end) || Duration.between(beginning, end).compareTo(LONGEST) > 0) {
      throw ApiException.invalid(
          "from '%s' must be before to '%s', by at most 400 days.".formatted(beginning, end));
    }
    return new SeriesRange(beginning, end, step(Duration.between(beginning, end)));
  }

  private static void requireStorable(String name, @Nullable Instant time, Instant now) {
    if (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(now.plus(LONGEST)))) {
      throw ApiException.invalid(
          "%s '%s' is not from 1970 to 400 days from now.".formatted(name, time));
    }
  }

  /** Whole seconds, so that at most {@link #MOST_POINTS} steps cover the range. */
  private static Duration step(Duration length) {
    Duration step = Duration.ofSeconds(Math.ceilDiv(length.toMillis(), MOST_POINTS * 1000L));
    return step.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : step;
  }
}
