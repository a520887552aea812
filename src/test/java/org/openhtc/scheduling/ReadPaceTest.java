package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.SettableClock;

class ReadPaceTest {
  private final SettableClock clock = SettableClock.stopped();
  private final ReadPace pace = new ReadPace(clock, 20, Duration.ofMinutes(1));

  @Test
  void firstReadIsDue() {
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void readIsRepeatedAfterAMultipleOfItsDuration() {
    read(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(15));
    assertThat(pace.isDue()).isFalse();
    clock.advance(Duration.ofSeconds(5));
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void pauseHasALimit() {
    read(Duration.ofSeconds(30));
    clock.advance(Duration.ofSeconds(30));
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void readThatFailedIsRepeatedAtOnce() {
    pace.begin();
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void resetMakesTheNextReadDue() {
    read(Duration.ofSeconds(1));
    pace.reset();
    assertThat(pace.isDue()).isTrue();
  }

  private void read(Duration takes) {
    pace.begin();
    clock.advance(takes);
    pace.end();
  }
}
