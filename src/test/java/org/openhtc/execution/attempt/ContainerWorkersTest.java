package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ContainerWorkersTest {
  private final ContainerWorkers crew = new ContainerWorkers(1, 1);

  @Test
  void containerIsFreeAgainWhateverItsWorkEndedWith() {
    crew.take("c", () -> stumble(new StackOverflowError("on purpose")));
    await().until(() -> crew.isFree("c"));
    crew.take("c", () -> crew.starting(() -> stumble(new IllegalStateException("on purpose"))));
    await().until(() -> crew.isFree("c"));
    AtomicBoolean isDone = new AtomicBoolean();
    crew.take("c", () -> crew.starting(() -> isDone.set(true)));
    await().untilTrue(isDone);
    await().until(() -> crew.isFree("c"));
    assertThat(crew.isFree("other")).isTrue();
  }

  private static void stumble(Error failure) {
    throw failure;
  }

  private static void stumble(RuntimeException failure) {
    throw failure;
  }
}
