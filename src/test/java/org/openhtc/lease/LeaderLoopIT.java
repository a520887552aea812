package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class LeaderLoopIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(10);

  @Autowired JdbcClient jdbc;

  private final String name = "loop-" + UUID.randomUUID();
  private final AtomicInteger portions = new AtomicInteger();

  @AfterEach
  void removeLease() {
    jdbc.sql("delete from lease where scope = :name").param("name", name).update();
  }

  @Test
  void portionsFollowWithoutAPauseWhileThereIsWork() {
    LeaderLoop loop = loop(TestLeases.inDatabase(jdbc), LONG, () -> portions.incrementAndGet() < 5);
    loop.start();
    await().until(() -> portions.get() == 5);
    loop.stop();
    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void aFailedPortionIsTriedAgainAfterThePause() {
    LeaderLoop loop =
        loop(
            TestLeases.inDatabase(jdbc),
            SHORT,
            () -> {
              if (portions.incrementAndGet() == 2) {
                throw new StackOverflowError("on purpose");
              }
              throw new IllegalStateException("on purpose");
            });
    loop.start();
    await().until(() -> portions.get() >= 4);
    loop.stop();
  }

  @Test
  void onlyOneProcessWorksAndAnotherFollowsIt() {
    RenewedLeases first = TestLeases.inDatabase(jdbc, System::nanoTime);
    LeaderLoop leader = loop(first, SHORT, () -> portions.incrementAndGet() < 0);
    leader.start();
    await().until(() -> portions.get() > 0);
    AtomicInteger others = new AtomicInteger();
    LeaderLoop follower =
        loop(
            TestLeases.inDatabase(jdbc),
            SHORT,
            () -> {
              others.incrementAndGet();
              return false;
            });
    follower.start();
    int before = portions.get();
    await().until(() -> portions.get() > before + 3);
    assertThat(others).hasValue(0);
    leader.stop();
    first.release();
    await().until(() -> others.get() > 0);
    follower.stop();
  }

  private LeaderLoop loop(Leases leases, Duration pause, BooleanSupplier portion) {
    return new LeaderLoop(name, leases, pause, portion);
  }
}
