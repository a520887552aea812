package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
  private static final int MOST = 3;

  private final RequestThreads threads = new RequestThreads(MOST);

  @Test
  void requestsBeyondTheNumberOfPlatformThreadsGetVirtualOnesAndNoneWaits() throws Exception {
    int requests = 10;
    CountDownLatch running = new CountDownLatch(requests);
    List<CompletableFuture<Boolean>> isVirtual = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      isVirtual.add(CompletableFuture.supplyAsync(() -> isVirtualWithAll(running), threads));
    }
    int virtual = 0;
    for (CompletableFuture<Boolean> each : isVirtual) {
      virtual += each.get() ? 1 : 0;
    }
    assertThat(virtual).isEqualTo(requests - MOST);
  }

  @Test
  void singleRequestHasAPlatformThread() throws Exception {
    assertThat(
            CompletableFuture.supplyAsync(() -> Thread.currentThread().isVirtual(), threads).get())
        .isFalse();
  }

  private static boolean isVirtualWithAll(CountDownLatch running) {
    running.countDown();
    try {
      running.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Thread.currentThread().isVirtual();
  }
}
