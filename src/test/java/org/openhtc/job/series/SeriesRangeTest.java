package org.openhtc.job.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;

class SeriesRangeTest {
  private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");

  @Test
  void rangeBeginsWithTheFirstStoredPointAndEndsNow() {
    Instant first = NOW.minus(Duration.ofDays(7));
    SeriesRange range = SeriesRange.of(null, null, Optional.of(first), NOW);
    assertThat(range.from()).isEqualTo(first);
    assertThat(range.to()).isBetween(NOW, NOW.plusSeconds(1));
    assertThat(range.step().toSeconds() * SeriesRange.MOST_POINTS)
        .isGreaterThanOrEqualTo(Duration.between(range.from(), range.to()).toSeconds());
  }

  @Test
  void rangeWithoutStoredPointsIsTheLastHour() {
    SeriesRange range = of(null, null);
    assertThat(Duration.between(range.from(), range.to())).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void stepIsAtLeastASecond() {
    assertThat(of(NOW.minusSeconds(2), NOW).step()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void impossibleRangesAreRefused() {
    assertRefused(NOW, NOW);
    assertRefused(NOW, NOW.minusSeconds(1));
    assertRefused(NOW.minus(Duration.ofDays(500)), NOW);
    assertRefused(Instant.MIN, NOW);
    assertRefused(Instant.MAX.minusSeconds(5), Instant.MAX);
    assertRefused(Instant.MIN, Instant.MIN.plusSeconds(5));
    assertRefused(null, Instant.MIN);
  }

  private static void assertRefused(@Nullable Instant from, @Nullable Instant to) {
    assertThatThrownBy(() -> of(from, to)).isInstanceOf(ApiException.class);
  }

  private static SeriesRange of(@Nullable Instant from, @Nullable Instant to) {
    return SeriesRange.of(from, to, Optional.empty(), NOW);
  }
}
