package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueTimeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final DueTime due = DueTime.after(Duration.ofSeconds(10), NOW);

  @Test
  void timeIsReachedAfterThePause() {
    assertThat(due.isReached(NOW)).isFalse();
    assertThat(due.isReached(NOW.plusMillis(9999))).isFalse();
    assertThat(due.isReached(NOW.plusSeconds(10))).isTrue();
    assertThat(DueTime.NOW.isReached(Instant.EPOCH)).isTrue();
  }

  @Test
  void timeIsReachedWhenTheClockWasSetBack() {
    assertThat(due.isReached(NOW.minusSeconds(1))).isFalse();
    assertThat(due.isReached(NOW.minusSeconds(2))).isTrue();
    assertThat(due.isReached(NOW.minusSeconds(3600))).isTrue();
  }
}
