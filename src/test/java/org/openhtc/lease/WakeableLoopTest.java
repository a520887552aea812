package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.Timeouts;

/** The loop with its real thread. The test meets each pass in a hand-over, so it never sleeps. */
class WakeableLoopTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final SynchronousQueue<String> passes = new SynchronousQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private WakeableLoop loop = loop(LONG);
  private volatile @Nullable Thread thread;

  @AfterEach
  void stop() {
    loop.stop();
  }

  @Test
  void theFirstPassRunsAtTheStart() throws Exception {
    loop.start(this::handOver);
    takePass();
    assertThat(loop.isRunning()).isTrue();
  }

  @Test
  void aWakeUpCausesAPass() throws Exception {
    loop.start(this::handOver);
    takePass();
    loop.wake();
    takePass();
  }

  @Test
  void theIntervalCausesAPass() throws Exception {
    loop = loop(SHORT);
    loop.start(this::handOver);
    takePass();
    takePass();
    takePass();
  }

  @Test
  void aWakeUpDuringAPassCausesAnother() throws Exception {
    loop.start(() -> {
      if (count.incrementAndGet() == 1) {
        loop.wake();
      }
      handOver();
    });
    takePass();
    takePass();
    assertThat(count).hasValue(2);
  }

  @Test
  void manyWakeUpsDuringAPassCauseOne() throws Exception {
    loop.start(() -> {
      switch (count.incrementAndGet()) {
        case 1 -> wakeManyTimes();
        case 2 -> handOver();
        default -> throw new IllegalStateException("one pass too many");
      }
    });
    takePass();
    awaitPause();
    assertThat(count).hasValue(2);
  }

  @Test
  void theShortestPauseHoldsAgainstWakeUps() throws Exception {
    loop = new WakeableLoop("test", LONG, SHORT, SHORT);
    loop.start(() -> {
      count.incrementAndGet();
      loop.wake();
      handOver();
    });
    takePass();
    awaitPause();
    assertThat(count).hasValue(1);
  }

  @Test
  void aFailedPassDoesNotEndTheLoop() throws Exception {
    loop = loop(SHORT);
    loop.start(() -> {
      switch (count.incrementAndGet()) {
        case 1 -> throw new IllegalStateException("on purpose");
        case 2 -> throw new StackOverflowError("on purpose");
        default -> handOver();
      }
    });
    takePass();
  }

  @Test
  void passesCanRunOnAPlatformThread() throws Exception {
    loop = WakeableLoop.onPlatformThread("test", Duration.ZERO, LONG);
    loop.start(this::handOver);
    takePass();
    assertThat(thread).isNotNull().matches(it -> !it.isVirtual());
  }

  @Test
  void aStopWaitsForTheRunningPass() throws Exception {
    loop = new WakeableLoop("test", Duration.ZERO, LONG, LONG);
    loop.start(this::handOver);
    await().until(() -> thread != null);
    AtomicBoolean hasStopped = new AtomicBoolean();
    Thread stopper =
        Thread.ofVirtual()
            .start(() -> {
              loop.stop();
              hasStopped.set(true);
            });
    await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
    assertThat(hasStopped).isFalse();
    takePass();
    stopper.join();
    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void aStopInterruptsAPassThatDoesNotEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    loop.start(() -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    });
    begun.await();
    loop.stop();
    assertThat(interrupted.await(Timeouts.STEP.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void aStoppedLoopStartsAgain() throws Exception {
    loop.start(this::handOver);
    takePass();
    loop.stop();
    loop.start(this::handOver);
    takePass();
    assertThat(loop.isRunning()).isTrue();
  }

  private static WakeableLoop loop(Duration interval) {
    return new WakeableLoop("test", Duration.ZERO, interval, SHORT);
  }

  private void wakeManyTimes() {
    for (int i = 0; i < 10; i++) {
      loop.wake();
    }
  }

  private void handOver() {
    thread = Thread.currentThread();
    try {
      passes.put("a pass");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takePass() throws InterruptedException {
    assertThat(passes.poll(Timeouts.STEP.toSeconds(), TimeUnit.SECONDS)).isEqualTo("a pass");
  }

  /** A pass waits for this test without a time limit, so a limit means the pause after it. */
  private void awaitPause() {
    await().until(() -> thread != null && thread.getState() == Thread.State.TIMED_WAITING);
  }
}
