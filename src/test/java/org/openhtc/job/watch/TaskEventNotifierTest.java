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

  private final JdbcClient nowhere = JdbcClient.create(new DriverManagerDataSource());
  private final EventWatermark nothingHappened =
      new EventWatermark(nowhere) {
        @Override
        long lastDrawn() {
          return 0;
        }

        @Override
        public synchronized long look() {
          return 0;
        }
      };
  private final TaskEventNotifier news =
      new TaskEventNotifier(
          nothingHappened, new TaskEventStore(nowhere), new WatchSettings(SHORT, SHORT));

  @AfterEach
  void nobodyLooksAnyMore() {
    news.stop();
  }

  @Test
  void watcherThatFailsBadlyDoesNotEndTheNewsOfOthers() {
    news.start();
    AtomicBoolean hasFailed = new AtomicBoolean();
    news.subscribe(
        UUID.randomUUID(),
        () -> {
          hasFailed.set(true);
          throw new StackOverflowError("on purpose");
        });
    await().untilTrue(hasFailed);
    TaskSubscription other = news.subscribe(UUID.randomUUID(), () -> {});
    await().until(other::hasBegun);
  }
}
