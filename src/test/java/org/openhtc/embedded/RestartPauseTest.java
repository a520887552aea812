package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPauseTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final RestartPause pause = new RestartPause();

  @Test
  void pausesGrowWhileTheProcessEndsSoon() {
    assertThat(pause.after(SHORT)).isEqualTo(Duration.ofMillis(400));
    assertThat(pause.after(SHORT)).isEqualTo(Duration.ofMillis(800));
    for (int run = 0; run < 10; run++) {
      pause.after(SHORT);
    }
    assertThat(pause.after(SHORT)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void pauseAfterASuccessfulRunIsShort() {
    pause.after(SHORT);
    assertThat(pause.after(Duration.ofSeconds(11))).isEqualTo(Duration.ofMillis(200));
  }
}
