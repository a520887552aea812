package org.openhtc.job.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.query.JobRow;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Cancellations of many jobs, and their receipts. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelIT {
  @Autowired DataSource database;
  private JobWorld world;
  private TestBulkChanges bulk;
  private ReceiptStore receipts;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "cancel");
    bulk = new TestBulkChanges(world.context());
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
  void receiptCountsTheJobsThatAreStoppedAndEndWithThem() {
    UUID batch = world.submit(5, 1);
    world.admit();
    world.place(world.plan(3));
    world.report(world.job(batch, 0), new JobEvent.Exited(1, false));
    world.report(world.job(batch, 1), new JobEvent.ContainerStarted());
    world.clearPublished();
    Receipt receipt = bulk.run(world.task, BulkChange.CANCEL, TestBulkChanges.ALL);
    assertThat(receipt.changedAtOnce()).isEqualTo(3);
    assertThat(receipt.requestedFromHosts()).isEqualTo(2);
    assertThat(receipt.isComplete()).isTrue();
    assertThat(view(receipt).ended()).isEqualTo(3);
    assertThat(world.published(HostWorkChanged.class))
        .extracting(HostWorkChanged::hosts)
        .containsExactly(Set.of("h1"));
    world.report(world.job(batch, 1), new JobEvent.Exited(0, false));
    assertThat(view(receipt).ended()).isEqualTo(4);
    world.report(world.job(batch, 2), new JobEvent.Exited(0, false));
    assertThat(view(receipt).ended()).isEqualTo(5);
    assertThat(view(receipt).counted()).isEqualTo(5);
    assertThat(world.jobs()).allMatch(JobRow::userCancelled);
  }

  private ReceiptView view(Receipt receipt) {
    return ReceiptView.of(receipt, receipts.stopping(receipt));
  }

  @Test
  void rangeOfATailIsCancelledAndTheOthersContinueToWait() {
    UUID batch = world.submit(6, 0);
    world.admit();
    long seq = world.job(batch, 0).seq();
    JobSelection range =
        new JobSelection(
            null, null, null, null, null, new JobPosition(seq, 1), new JobPosition(seq, 3));
    assertThat(bulk.run(world.task, BulkChange.CANCEL, range).changedAtOnce()).isEqualTo(3);
    assertThat(world.jobs(JobStatus.FAILED))
        .extracting(JobRow::id)
        .containsExactly(new JobId(batch, 1), new JobId(batch, 2), new JobId(batch, 3));
    assertThat(world.place(world.plan(10))).isEqualTo(3);
  }

  @Test
  void onlyJobsOfTheChosenStatusAreCancelled() {
    UUID batch = world.submit(4, 0);
    world.admit();
    world.place(world.plan(2));
    assertThat(cancel(JobStatus.RUNNABLE).changedAtOnce()).isEqualTo(2);
    assertThat(cancel(JobStatus.RUNNING).requestedFromHosts()).isZero();
    world.report(world.job(batch, 0), new JobEvent.ContainerStarted());
    assertThat(cancel(JobStatus.RUNNING).requestedFromHosts()).isEqualTo(1);
    assertThat(cancel(JobStatus.RUNNING).requestedFromHosts()).isZero();
    assertThat(world.job(batch, 1).status()).isEqualTo(JobStatus.STARTING);
  }

  private Receipt cancel(JobStatus status) {
    JobSelection chosen =
        new JobSelection(null, status, null, null, null, JobPosition.FIRST, JobPosition.LAST);
    return bulk.run(world.task, BulkChange.CANCEL, chosen);
  }
}
