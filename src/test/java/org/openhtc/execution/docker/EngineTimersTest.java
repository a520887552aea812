package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.EngineException;

class EngineTimersTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EngineTimers timers = new EngineTimers(meters);

  @Test
  void pullIsMeasured() {
    assertThat(timers.timed(EngineOperation.PULL, () -> "image")).isEqualTo("image");
    assertThat(timer("openhtc.image.pull", "success").count()).isEqualTo(1);
    assertThat(timer("openhtc.image.pull", "error").count()).isZero();
  }

  @Test
  void startThatFailsIsMeasuredAsAnError() {
    assertThatThrownBy(() ->
            timers.timed(
                EngineOperation.START,
                () -> {
                  throw new EngineException.Refused("no");
                }))
        .isInstanceOf(EngineException.Refused.class);
    assertThat(timer("openhtc.container.start", "error").count()).isEqualTo(1);
    assertThat(timer("openhtc.container.start", "success").count()).isZero();
  }

  @Test
  void otherCallsHaveTheirOperationAsLabel() {
    timers.timed(EngineOperation.INSPECT, () -> 1);
    assertThat(
            meters
                .get("openhtc.engine.call")
                .tag("operation", "inspect")
                .tag("outcome", "success")
                .timer()
                .count())
        .isEqualTo(1);
  }

  private Timer timer(String name, String outcome) {
    return meters.get(name).tag("outcome", outcome).timer();
  }
}
