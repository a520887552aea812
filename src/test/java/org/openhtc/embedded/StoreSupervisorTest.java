package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreSupervisorTest {
  private final AtomicBoolean responds = new AtomicBoolean(true);
  private final AtomicBoolean mayStart = new AtomicBoolean(true);
  private final AtomicInteger restarts = new AtomicInteger();
  private final StoreSupervisor supervisor =
      new StoreSupervisor(
          new StoreSupervisor.Endpoint() {
            @Override
            public boolean responds() {
              return responds.get();
            }

            @Override
            public void restart() throws IOException {
              restarts.incrementAndGet();
              if (!mayStart.get()) {
                throw new IOException("the port is in use");
              }
              responds.set(true);
            }
          });

  @Test
  void endpointThatRespondsIsNotRestarted() {
    ticks(10);
    assertThat(restarts).hasValue(0);
    assertThat(supervisor.isHealthy()).isTrue();
  }

  @Test
  void endpointThatDoesNotRespondIsRestarted() {
    responds.set(false);
    ticks(2);
    assertThat(restarts).hasValue(0);
    assertThat(supervisor.isHealthy()).isFalse();
    ticks(1);
    assertThat(restarts).hasValue(1);
    assertThat(supervisor.isHealthy()).isTrue();
  }

  @Test
  void failedRestartIsTriedAgain() {
    responds.set(false);
    mayStart.set(false);
    ticks(6);
    assertThat(restarts).hasValue(2);
    assertThat(supervisor.isHealthy()).isFalse();
    mayStart.set(true);
    ticks(3);
    assertThat(supervisor.isHealthy()).isTrue();
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      supervisor.tick();
    }
  }
}
