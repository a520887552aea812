package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockSkewTest {
  private static final Instant SENT = Instant.parse("2026-11-27T10:00:00Z");
  private static final Instant RECEIVED = SENT.plusMillis(200);

  @Test
  void skewIsMeasuredAtTheMiddleOfTheCall() {
    assertThat(skew("2026-11-27T10:00:20.100000000Z")).isEqualTo(Duration.ofSeconds(20));
    assertThat(skew("2026-11-27T10:59:40.100000001+01:00"))
        .isEqualTo(Duration.ofSeconds(-20).plusNanos(1));
  }

  @Test
  void differenceWithinTheCallIsNoSkew() {
    assertThat(skew("2026-11-27T10:00:00Z")).isZero();
    assertThat(skew("2026-11-27T10:00:00.200Z")).isZero();
    assertThat(skew("2026-11-27T10:00:00.201Z")).isEqualTo(Duration.ofMillis(101));
  }

  @Test
  void clockThatIsNotSentHasNoSkew() {
    assertThat(ClockSkew.measured(SENT, RECEIVED, null)).isZero();
    assertThat(skew("")).isZero();
  }

  private static Duration skew(String systemTime) {
    return ClockSkew.measured(SENT, RECEIVED, systemTime);
  }
}
