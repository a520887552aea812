package org.openhtc.scheduling.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.SettableClock;

class EndRatesTest {
  private final SettableClock clock = new SettableClock();
  private final EndRates ends = new EndRates(clock);

  @Test
  void hostWithoutEndsIsExpectedToHaveNone() {
    ends.count(Map.of("h1", 3));
    assertThat(ends.expected("h2")).isZero();
  }

  @Test
  void asManyEndsAreExpectedAsInTheLastTwoSeconds() {
    for (int i = 0; i < 100; i++) {
      ends.count(Map.of("h1", 1, "h2", 2));
      clock.advance(Duration.ofMillis(200));
    }
    assertThat(ends.expected("h1")).isBetween(9, 11);
    assertThat(ends.expected("h2")).isBetween(18, 22);
  }

  @Test
  void endsAreForgottenAfterFourSeconds() {
    ends.count(Map.of("h1", 10));
    assertThat(ends.expected("h1")).isEqualTo(10);
    clock.advance(Duration.ofSeconds(3));
    assertThat(ends.expected("h1")).isBetween(3, 5);
    clock.advance(Duration.ofSeconds(1));
    assertThat(ends.expected("h1")).isZero();
  }
}
