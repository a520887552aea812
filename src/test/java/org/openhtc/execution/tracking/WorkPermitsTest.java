package org.openhtc.execution.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkPermitsTest {
  private final AtomicLong nanoTime = new AtomicLong();
  private final WorkPermits permits = new WorkPermits(2, 1, nanoTime::get);

  @Test
  void workWaitsForPermit() {
    WorkPermits.Permit first = permits.acquire();
    permits.acquire();
    Thread third = Thread.startVirtualThread(permits::acquire);
    awaitBlocked(third);
    first.close();
    awaitEnded(third);
  }

  @Test
  void slowWorkLeavesItsPermitToOthers() {
    permits.acquire();
    permits.acquire();
    Thread third = Thread.startVirtualThread(permits::acquire);
    awaitBlocked(third);
    passTime();
    awaitEnded(third);
  }

  @Test
  void slowWorkIsBounded() {
    WorkPermits.Permit first = permits.acquire();
    permits.acquire();
    passTime();
    permits.acquire();
    Thread fourth = Thread.startVirtualThread(permits::acquire);
    awaitBlocked(fourth);
    first.close();
    awaitEnded(fourth);
  }

  @Test
  void eachPermitIsReturnedOnce() {
    for (int round = 0; round < 10; round++) {
      WorkPermits.Permit first = permits.acquire();
      WorkPermits.Permit second = permits.acquire();
      passTime();
      WorkPermits.Permit third = permits.acquire();
      first.close();
      second.close();
      third.close();
    }
    workWaitsForPermit();
  }

  @Test
  void interruptedWorkWaitsForItsPermitToo() {
    WorkPermits.Permit first = permits.acquire();
    permits.acquire();
    AtomicBoolean isInterrupted = new AtomicBoolean();
    Thread third =
        Thread.startVirtualThread(() -> {
          Thread.currentThread().interrupt();
          permits.acquire();
          isInterrupted.set(Thread.currentThread().isInterrupted());
        });
    awaitBlocked(third);
    first.close();
    awaitEnded(third);
    assertThat(isInterrupted).isTrue();
  }

  private void passTime() {
    nanoTime.addAndGet(WorkPermits.SLOW.toNanos() + 1);
  }

  private static void awaitBlocked(Thread thread) {
    await()
        .until(() ->
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                .contains(thread.getState()));
  }

  private static void awaitEnded(Thread thread) {
    await().until(() -> !thread.isAlive());
  }
}
