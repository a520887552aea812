package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerState;

class OomEventsTest {
  private static final String CONTAINER = "killed";

  /** Its end is long ago by the clock, as after a step of the clock. */
  private static final ContainerState ENDED =
      new ContainerState(
          CONTAINER,
          "name",
          Map.of(),
          ContainerState.Phase.EXITED,
          Instant.EPOCH,
          Instant.EPOCH,
          137,
          false,
          "");

  @Test
  void eventThatArrivesAfterTheEndCounts() throws Exception {
    OomEvents events = new OomEvents(Duration.ofMinutes(1));
    Callable<ContainerState> observation =
        () -> {
          events.await(CONTAINER);
          return events.applyTo(ENDED);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var observed = threads.submit(observation);
      events.add(CONTAINER);
      assertThat(observed.get().outOfMemory()).isTrue();
    }
  }

  @Test
  void waitEndsWithoutAnEvent() {
    OomEvents events = new OomEvents(Duration.ofMillis(1));
    events.add("another");
    events.await(CONTAINER);
    assertThat(events.applyTo(ENDED).outOfMemory()).isFalse();
  }
}
