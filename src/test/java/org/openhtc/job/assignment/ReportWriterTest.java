package org.openhtc.job.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.lifecycle.JobChangeWriter;
import org.openhtc.job.lifecycle.JobRowStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

class ReportWriterTest {
  private final CountDownLatch mayWrite = new CountDownLatch(1);
  private final Queue<List<Boolean>> outcomes = new ConcurrentLinkedQueue<>();

  /**
   * The first transaction waits for the others to gather; theirs fails, and each one's does not.
   */
  private final class BadTransaction extends TransactionTemplate {
    private static final long serialVersionUID = 1;
    private final AtomicInteger transactions = new AtomicInteger();

    @Override
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
      int number = transactions.incrementAndGet();
      if (number == 1) {
        await().until(() -> mayWrite.getCount() == 0);
      }
      if (number == 2) {
        throw new StackOverflowError("on purpose");
      }
      return (T) List.of(true);
    }
  }

  @Test
  void nobodyWaitsForEverForATransactionThatFailedBadly() {
    JdbcClient nowhere = JdbcClient.create(new DriverManagerDataSource());
    ReportWriter recorder =
        new ReportWriter(
            new JobRowStore(
                nowhere, new BadTransaction(), new JobChangeWriter(nowhere), event -> {}));
    Thread first = reporter(recorder);
    await().until(() -> first.getState() != Thread.State.RUNNABLE);
    List<Thread> together = List.of(reporter(recorder), reporter(recorder));
    await()
        .until(
            () -> together.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    mayWrite.countDown();
    await()
        .untilAsserted(() ->
            assertThat(outcomes).containsExactly(List.of(true), List.of(true), List.of(true)));
  }

  private Thread reporter(ReportWriter recorder) {
    JobReport report =
        new JobReport(
            new JobId(UUID.randomUUID(), 0), 1, Instant.EPOCH, new JobEvent.ContainerStarted());
    return Thread.ofPlatform().daemon().start(() -> outcomes.add(recorder.record(List.of(report))));
  }
}
