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
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;

class ReportWriterTest {
  private final CountDownLatch mayWrite = new CountDownLatch(1);
  private final AtomicInteger transactions = new AtomicInteger();
  private final Queue<List<Boolean>> outcomes = new ConcurrentLinkedQueue<>();
  private final ReportWriter writer = new ReportWriter(this::write);

  /**
   * The first transaction waits until more reports are queued. The second one, which writes all of
   * these, fails; each further one writes a single report.
   */
  private List<Boolean> write(List<JobReport> reports) {
    int number = transactions.incrementAndGet();
    if (number == 1) {
      await().until(() -> mayWrite.getCount() == 0);
    }
    if (number == 2) {
      assertThat(reports).hasSize(2);
      throw new StackOverflowError("on purpose");
    }
    return List.of(true);
  }

  @Test
  void callersGetTheirOutcomeAfterAFailedTransaction() {
    Thread first = reporter();
    await().until(() -> first.getState() != Thread.State.RUNNABLE);
    List<Thread> others = List.of(reporter(), reporter());
    await()
        .until(() -> others.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    mayWrite.countDown();
    await()
        .untilAsserted(() ->
            assertThat(outcomes).containsExactly(List.of(true), List.of(true), List.of(true)));
  }

  private Thread reporter() {
    JobReport report =
        new JobReport(
            new JobId(UUID.randomUUID(), 0), 1, Instant.EPOCH, new JobEvent.ContainerStarted());
    return Thread.ofPlatform().daemon().start(() -> outcomes.add(writer.record(List.of(report))));
  }
}
