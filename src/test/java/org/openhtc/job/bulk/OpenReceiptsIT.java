package org.openhtc.job.bulk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobWorld;
import org.openhtc.job.idempotency.TestIdempotencyKeys;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Receipts between a request and their deletion. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenReceiptsIT {
  private static final Duration WEEK = Duration.ofDays(7);

  @Autowired DataSource database;
  private JobWorld world;
  private ReceiptStore receipts;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withManyConnections(database, "open_receipts");
    receipts = world.bean(ReceiptStore.class);
  }

  @AfterAll
  void close() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @Test
  void receiptIsKeptForAWeek() {
    assertThat(isKept(Duration.ofHours(1), WEEK.minusMinutes(1))).isTrue();
    assertThat(isKept(Duration.ofHours(1), WEEK.plusMinutes(1))).isFalse();
  }

  @Test
  void receiptIsKeptAsLongAsARequestCanBeRepeated() {
    assertThat(isKept(WEEK.multipliedBy(4), WEEK.multipliedBy(4))).isTrue();
    assertThat(isKept(WEEK.multipliedBy(4), WEEK.multipliedBy(4).plusMinutes(1))).isFalse();
  }

  /** Whether a receipt is there at the age, if idempotency keys are kept for that time. */
  private boolean isKept(Duration keys, Duration age) {
    TestBulkChanges bulk = new TestBulkChanges(world.context());
    Receipt receipt = bulk.run(world.task, BulkChange.CANCEL, TestBulkChanges.ALL);
    pass(keys, Clock.fixed(receipt.requestedAt().plus(age), ZoneOffset.UTC));
    return receipts.find(world.task, receipt.id()).isPresent();
  }

  @Test
  void receiptIsLeftToItsRequestAtFirstAndCompletedLater() {
    UUID receipt =
        new TestBulkChanges(world.context())
            .begin(world.task, BulkChange.CANCEL, TestBulkChanges.ALL);
    Instant begun = receipts.find(world.task, receipt).orElseThrow().requestedAt();
    passAt(begun.plus(BulkChanges.LONGEST_REQUEST));
    assertThat(receipts.findOpen(receipt)).isPresent();
    passAt(begun.plus(BulkChanges.LONGEST_REQUEST).plusSeconds(30));
    assertThat(receipts.findOpen(receipt)).isEmpty();
  }

  private void passAt(Instant now) {
    pass(WEEK, Clock.fixed(now, ZoneOffset.UTC));
  }

  private void pass(Duration keys, Clock clock) {
    new OpenReceipts(
            receipts,
            portions((task, now) -> true),
            TestIdempotencyKeys.kept(keys, world.jdbc, clock),
            clock)
        .pass();
  }

  /** The deletion of a task locks the task first, then its receipts. */
  @Test
  void taskIsLockedBeforeItsReceipt() {
    UUID receipt =
        new TestBulkChanges(world.context())
            .begin(world.task, BulkChange.RETRY, TestBulkChanges.ALL);
    TransactionTemplate other =
        new TransactionTemplate(requireNonNull(world.transaction.getTransactionManager()));
    other.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    AtomicReference<Boolean> isFree = new AtomicReference<>();
    portions(
            (task, now) -> {
              isFree.set(other.execute(status -> receipts.lockOpen(receipt).isPresent()));
              return true;
            })
        .next(receipt);
    assertThat(isFree).hasValue(true);
  }

  private BulkPortions portions(TaskActivation tasks) {
    return TestBulkChanges.portions(world.context(), tasks);
  }
}
