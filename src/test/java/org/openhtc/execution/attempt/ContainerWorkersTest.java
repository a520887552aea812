package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.BackgroundWork;

class ContainerWorkersTest {
  private final ContainerWorkers workers =
      new ContainerWorkers(BackgroundWork.onVirtualThreads(), 1, 1);

  @Test
  void containerIsFreeAgainAfterAnyFailure() {
    workers.submit("c", () -> fail(new StackOverflowError("on purpose")));
    awaitEnd();
    workers.submit(
        "c", () -> workers.starting(() -> fail(new IllegalStateException("on purpose"))));
    awaitEnd();
    AtomicBoolean isDone = new AtomicBoolean();
    workers.submit("c", () -> workers.starting(() -> isDone.set(true)));
    await().untilTrue(isDone);
    awaitEnd();
    assertThat(workers.isInProgress("other")).isFalse();
  }

  private void awaitEnd() {
    await().until(() -> !workers.isInProgress("c"));
  }

  private static void fail(Error failure) {
    throw failure;
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }
}
