package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobWorld;
import org.openhtc.job.Placement;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The times of a history ascend, although a change may be written with a time before the last
 * entry: that of a request whose work was done later, or of a process whose clock is behind.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryOrderIT {
  @Autowired DataSource database;
  private JobWorld world;
  private TailWriter tails;
  private Instant earlier;
  private UUID batch;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "history_order");
    tails = world.bean(TailWriter.class);
  }

  @AfterAll
  void close() {
    world.close();
  }

  @BeforeEach
  void submit() {
    world.clear();
    earlier = Instant.now().minusSeconds(60);
    batch = world.submit(1, 0);
  }

  @Test
  void jobThatEndedAfterTheRequestToRetryItWaitsFromItsEnd() {
    world.admit();
    world.place(world.plan(1));
    world.report(world.job(batch, 0), new JobEvent.ContainerStarted());
    world.report(world.job(batch, 0), new JobEvent.Exited(1, false));
    JobId job = world.job(batch, 0).id();
    write(() -> world.bean(RetryWriter.class).retry(List.of(job), earlier));
    assertAscending(7);
    write(
        () -> world.bean(JobRowStore.class).apply(Map.of(job, new JobEvent.Cancelled()), earlier));
    assertAscending(8);
  }

  @Test
  void jobThatWasRetriedIsPlacedAfterThat() {
    world.admit();
    world.place(world.plan(1));
    world.report(world.job(batch, 0), new JobEvent.ContainerStarted());
    world.report(world.job(batch, 0), new JobEvent.Exited(1, false));
    world.retryAll();
    write(() -> place(1));
    assertAscending(8);
  }

  @Test
  void batchIsAdmittedAfterItsSubmissionAndPlacedAfterThat() {
    write(() -> tails.admit(List.of(batch), JobWorld.REGION, earlier));
    write(() -> place(0));
    assertAscending(4);
  }

  @Test
  void tailEndsAfterItsAdmissionAndIsRetriedAfterItsEnd() {
    world.admit();
    write(() -> tails.cancel(List.of(batch), StatusReason.CANCELLED, earlier));
    assertAscending(4);
    write(() -> tails.retry(batch, IntStream.of(0), earlier));
    assertAscending(5);
  }

  @Test
  void jobIsWithdrawnAfterTheAdmissionOfItsBatch() {
    world.admit();
    write(() -> tails.withdraw(batch, IntStream.of(0), earlier));
    assertAscending(4);
  }

  private void place(int fromAttempt) {
    world
        .bean(PlacementWriter.class)
        .place(
            JobWorld.REGION,
            List.of(new Placement(world.job(batch, 0).id(), fromAttempt, "h2")),
            earlier);
  }

  private void write(Runnable statements) {
    world.transaction.executeWithoutResult(status -> statements.run());
  }

  private void assertAscending(int entries) {
    assertThat(world.history(world.job(batch, 0)))
        .hasSize(entries)
        .extracting(JobHistoryEntry::dateTime)
        .isSorted();
  }
}
