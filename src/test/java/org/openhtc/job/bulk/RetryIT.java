package org.openhtc.job.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.watch.InterruptedReaders;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Ended jobs that a user lets run again. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryIT {
  private static final JobEvent FAILURE = new JobEvent.Exited(3, false);

  @Autowired DataSource database;
  private JobWorld world;
  private TestBulkChanges bulk;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "retry");
    bulk = new TestBulkChanges(world.context());
  }

  @AfterAll
  void close() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  /** A stream contains the same events as the histories of the jobs. */
  @AfterEach
  void readersReceiveTheHistories() {
    assertThat(new InterruptedReaders(world, new Random(1)).read())
        .isEqualTo(world.jobs().stream().collect(Collectors.toMap(JobRow::id, world::history)));
  }

  @Test
  void failedJobRunsAgainAsItsNextAttemptWithAllItsRetries() {
    UUID batch = placed(1, 1);
    world.report(world.job(batch, 0), FAILURE);
    world.place(world.plan(1));
    world.report(world.job(batch, 0), FAILURE);
    assertThat(bulk.retry(world.task)).isEqualTo(1);
    JobRow waiting = world.job(batch, 0);
    assertThat(waiting.status()).isEqualTo(JobStatus.RUNNABLE);
    assertThat(waiting.statusReason()).isEqualTo("Retried by the user");
    assertThat(waiting.host()).isNull();
    assertThat(waiting.failureCode()).isNull();
    assertThat(world.place(world.plan(1))).isEqualTo(1);
    assertThat(world.job(batch, 0).attempt()).isEqualTo(3);
    world.report(world.job(batch, 0), FAILURE);
    assertThat(world.job(batch, 0).statusReason()).contains("retry 1 of 1 follows");
    assertThat(statuses(batch, 0))
        .endsWith(JobStatus.FAILED, JobStatus.RUNNABLE, JobStatus.STARTING, JobStatus.RUNNABLE);
  }

  @Test
  void reportOfTheEarlierAttemptIsStale() {
    UUID batch = placed(1, 0);
    JobRow first = world.job(batch, 0);
    world.report(first, FAILURE);
    bulk.retry(world.task);
    world.place(world.plan(1));
    assertThat(world.report(first, new JobEvent.Exited(0, false))).isFalse();
    assertThat(world.job(batch, 0).status()).isEqualTo(JobStatus.STARTING);
  }

  @Test
  void jobsOfACancelledTailRunAgain() {
    UUID batch = world.submit(3, 0);
    world.admit();
    world.cancelAll();
    assertThat(bulk.retry(world.task)).isEqualTo(3);
    assertThat(world.waiting()).isEqualTo(3);
    assertThat(world.place(world.plan(3))).isEqualTo(3);
    JobRow job = world.job(batch, 1);
    assertThat(world.report(job, new JobEvent.Exited(0, false))).isTrue();
    assertThat(statuses(batch, 1))
        .containsExactly(
            JobStatus.SUBMITTED_TO_RESCALE,
            JobStatus.SUBMITTED_TO_PROVIDER,
            JobStatus.RUNNABLE,
            JobStatus.FAILED,
            JobStatus.RUNNABLE,
            JobStatus.STARTING,
            JobStatus.SUCCEEDED);
    assertThat(world.history(job).get(3).userCancelledEvent()).isTrue();
  }

  @Test
  void jobThatWasCancelledAloneRunsAgainBesideTheTail() {
    UUID batch = world.submit(3, 0);
    world.cancel(new JobId(batch, 1));
    bulk.retry(world.task);
    world.admit();
    assertThat(world.waiting()).isEqualTo(3);
    assertThat(world.place(world.plan(5))).isEqualTo(3);
    assertThat(statuses(batch, 1))
        .containsExactly(
            JobStatus.SUBMITTED_TO_RESCALE,
            JobStatus.FAILED,
            JobStatus.RUNNABLE,
            JobStatus.STARTING);
  }

  @Test
  void jobThatWasCancelledWhileItWaitedForTheRequestedAttemptRunsAgain() {
    UUID batch = placed(1, 0);
    world.report(world.job(batch, 0), FAILURE);
    for (int i = 0; i < 2; i++) {
      bulk.retry(world.task);
      world.cancel(new JobId(batch, 0));
      assertThat(world.job(batch, 0).userCancelled()).isTrue();
    }
    bulk.retry(world.task);
    assertThat(world.place(world.plan(1))).isEqualTo(1);
    assertThat(world.job(batch, 0).attempt()).isEqualTo(4);
  }

  @Test
  void jobThatWasCancelledWhileItWaitedForARetryRunsAgain() {
    UUID batch = placed(1, 1);
    world.report(world.job(batch, 0), FAILURE);
    world.cancel(new JobId(batch, 0));
    bulk.retry(world.task);
    assertThat(world.place(world.plan(1))).isEqualTo(1);
    assertThat(statuses(batch, 0))
        .endsWith(
            JobStatus.STARTING,
            JobStatus.RUNNABLE,
            JobStatus.FAILED,
            JobStatus.RUNNABLE,
            JobStatus.STARTING);
  }

  @Test
  void onlyTheChosenFailuresRunAgain() {
    UUID batch = placed(4, 0);
    world.report(world.job(batch, 0), FAILURE);
    world.report(world.job(batch, 1), new JobEvent.Exited(4, false));
    world.report(world.job(batch, 2), new JobEvent.Exited(137, true));
    world.report(world.job(batch, 3), new JobEvent.Exited(0, false));
    assertThat(retry(null, FailureCode.NOT_ENOUGH_MEMORY, null)).isEqualTo(1);
    assertThat(retry(null, FailureCode.NON_ZERO_CONTAINER_EXIT_CODE, 4)).isEqualTo(1);
    assertThat(retry(null, FailureCode.TIMEOUT, null)).isZero();
    assertThat(retry(JobStatus.SUCCEEDED, null, null)).isEqualTo(1);
    assertThat(world.job(batch, 0).status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.jobs(JobStatus.RUNNABLE)).hasSize(3);
  }

  private long retry(
      @Nullable JobStatus status, @Nullable FailureCode failure, @Nullable Integer exitCode) {
    JobSelection chosen =
        new JobSelection(
            null, status, failure, exitCode, null, JobPosition.FIRST, JobPosition.LAST);
    return bulk.run(world.task, BulkChange.RETRY, chosen).changedAtOnce();
  }

  @Test
  void rangeCanEndWithinATail() {
    UUID first = world.submit(4, 0);
    UUID second = world.submit(4, 0);
    world.cancelAll();
    JobSelection range =
        new JobSelection(null, null, null, null, null, position(first, 2), position(second, 1));
    assertThat(bulk.run(world.task, BulkChange.RETRY, range).changedAtOnce()).isEqualTo(4);
    assertThat(world.jobs(JobStatus.RUNNABLE))
        .extracting(JobRow::id)
        .containsExactly(
            new JobId(first, 2), new JobId(first, 3), new JobId(second, 0), new JobId(second, 1));
    assertThat(world.place(world.plan(10))).isEqualTo(4);
    assertThat(world.retryAll()).isEqualTo(4);
  }

  private JobPosition position(UUID batch, int index) {
    return new JobPosition(world.job(batch, index).seq(), index);
  }

  @Test
  void jobsOfLaterSubmissionsAreLeftOut() {
    UUID first = world.submit(1, 0);
    world.cancelAll();
    UUID receipt = bulk.begin(world.task, BulkChange.RETRY, TestBulkChanges.ALL);
    UUID later = world.submit(1, 0);
    world.cancel(new JobId(later, 0));
    assertThat(bulk.next(receipt)).isFalse();
    assertThat(world.job(first, 0).status()).isEqualTo(JobStatus.RUNNABLE);
    assertThat(world.job(later, 0).status()).isEqualTo(JobStatus.FAILED);
  }

  /** The work is done in portions of ten thousand jobs. */
  @Test
  void jobThatFailsAgainBetweenTwoPortionsIsRetriedOnce() {
    List<UUID> batches = IntStream.range(0, 11).mapToObj(i -> world.submit(1000, 0)).toList();
    world.cancelAll();
    UUID receipt = bulk.begin(world.task, BulkChange.RETRY, TestBulkChanges.ALL);
    assertThat(bulk.next(receipt)).isTrue();
    assertThat(world.job(batches.get(9), 999).status()).isEqualTo(JobStatus.RUNNABLE);
    assertThat(world.job(batches.get(10), 0).status()).isEqualTo(JobStatus.FAILED);
    world.cancel(new JobId(batches.getFirst(), 0));
    assertThat(bulk.next(receipt)).isFalse();
    assertThat(bulk.next(receipt)).isFalse();
    assertThat(world.job(batches.getFirst(), 0).status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.job(batches.get(10), 0).status()).isEqualTo(JobStatus.RUNNABLE);
    world.clear(); // the histories of so many jobs are not compared
  }

  /** A batch of one size, with all jobs placed. */
  private UUID placed(int size, int retries) {
    UUID batch = world.submit(size, retries);
    world.admit();
    world.place(world.plan(size));
    return batch;
  }

  private List<JobStatus> statuses(UUID batch, int index) {
    return world.history(world.job(batch, index)).stream().map(JobHistoryEntry::status).toList();
  }
}
