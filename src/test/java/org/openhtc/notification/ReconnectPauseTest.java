package org.openhtc.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconnectPauseTest {
  private final ReconnectPause pause = new ReconnectPause();

  @Test
  void pauseDoublesUpToItsLimit() {
    assertThat(Stream.generate(pause::afterFailure).limit(8).map(Duration::toMillis))
        .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
  }

  @Test
  void pauseIsShortAgainAfterAConnection() {
    pause.afterFailure();
    pause.afterFailure();
    pause.connected();
    assertThat(pause.afterFailure()).isEqualTo(ReconnectPause.SHORTEST);
  }
}
