package org.openhtc.job.watch;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class TaskEventNotifierTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final TaskEventStore events =
      new TaskEventStore(JdbcClient.create(new DriverManagerDataSource()));
  private final EventWatermark unchanged =
      new EventWatermark(events) {
        @Override
        long lastAssigned() {
          return 0;
        }

        @Override
        public synchronized long advance() {
          return 0;
        }
      };
  private final TaskEventNotifier notifier =
      new TaskEventNotifier(unchanged, events, new WatchSettings(SHORT, SHORT, 1_000, 1_000));

  @AfterEach
  void stop() {
    notifier.stop();
  }

  @Test
  void failureOfASubscriberDoesNotStopOthers() {
    notifier.start();
    AtomicBoolean hasFailed = new AtomicBoolean();
    notifier.subscribe(
        UUID.randomUUID(),
        () -> {
          hasFailed.set(true);
          throw new StackOverflowError("on purpose");
        });
    await().untilTrue(hasFailed);
    TaskSubscription other = notifier.subscribe(UUID.randomUUID(), () -> {});
    await().until(other::hasBegun);
  }
}
