package org.openhtc.job.cancellation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.lifecycle.JobsFailed;
import org.openhtc.job.query.JobRow;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/** Groups whose jobs are cancelled because others failed. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailFastStopsIT {
  private static final String FIRST_FAILURE_OF_GROUP = "{\"failures\":1,\"scope\":\"GROUP\"}";

  private static final int MORE_THAN_A_PORTION = 1_001;

  @Autowired DataSource database;
  private final SettableClock clock = new SettableClock();
  private JobWorld world;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withManyConnections(database, "fail_fast");
  }

  @AfterAll
  void close() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  /** Another replica that holds the batches delays the stop, and no report. */
  @Test
  void failureIsTakenWhileAnotherTransactionHasLockedTheGroup() {
    FailFastStops stops = started(() -> {});
    UUID failed = group(2).getFirst();
    world.transaction.executeWithoutResult(status -> {
      world.jdbc.sql("select id from job_batch for update").query(UUID.class).list();
      stops.on(new JobsFailed(List.of(failed)));
      assertThat(world.jobs(JobStatus.FAILED)).isEmpty();
    });
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(2);
  }

  @Test
  void groupOfManyBatchesIsStoppedInSeveralTransactions() {
    FailFastStops stops = started(() -> {});
    List<UUID> batches = group(MORE_THAN_A_PORTION);
    world.clearPublished();
    stops.on(new JobsFailed(batches.subList(0, 2)));
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(MORE_THAN_A_PORTION);
    assertThat(world.published(QueueChanged.class)).hasSize(2);
  }

  /** The batch whose failure began the stop is among those that are stopped first. */
  @Test
  void stopThatFailedAfterItsFirstPortionIsContinued() {
    FailFastStops stops =
        started(() -> {
          throw new TransientDataAccessResourceException("The database is restarting");
        });
    stops.on(new JobsFailed(group(MORE_THAN_A_PORTION).subList(0, 1)));
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(MORE_THAN_A_PORTION - 1);
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(MORE_THAN_A_PORTION);
  }

  @Test
  void stopThatWasLostWithItsProcessIsContinuedByTheNextOne() {
    List<UUID> batches = group(3);
    world
        .jdbc
        .sql("update job_batch set next_index = size, succeeded = 1 where id = :id")
        .param("id", batches.getFirst())
        .update();
    stops(() -> {}).pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(2);
  }

  /** As after a commit whose response was lost. */
  @Test
  void failureWithoutAnEventStopsItsGroupWithinAMinute() {
    FailFastStops stops = started(() -> {});
    group(2);
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(2);
  }

  @Test
  void ruleThatCountsOneBatchIsFoundAfterAStart() {
    List<UUID> batches = group(2);
    world
        .jdbc
        .sql("update job_batch set fail_fast = '{\"failures\":1,\"scope\":\"BATCH\"}'")
        .update();
    stops(() -> {}).pass();
    assertThat(world.jobs(JobStatus.FAILED))
        .extracting(JobRow::id)
        .containsExactly(new JobId(batches.getFirst(), 0));
  }

  /** A retry begins a new count. */
  @Test
  void jobsThatAUserRetriesDuringAStopContinueToWait() {
    FailFastStops stops =
        started(() -> world.jdbc.sql("update job_batch set failures = 0").update());
    stops.on(new JobsFailed(group(MORE_THAN_A_PORTION).subList(0, 1)));
    stops.pass();
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(MORE_THAN_A_PORTION - 1);
  }

  @Test
  void failureIsCountedByTheNextPassIfTheDatabaseFailed() {
    FailFastStops stops = started(() -> {});
    UUID failed = group(2).getFirst();
    stops.on(new JobsFailed(List.of(failed)));
    world.jdbc.sql("alter table job_batch rename to unreachable").update();
    assertThatThrownBy(stops::pass).isInstanceOf(DataAccessException.class);
    world.jdbc.sql("alter table unreachable rename to job_batch").update();
    assertThat(world.jobs(JobStatus.FAILED)).isEmpty();
    stops.pass();
    assertThat(world.jobs(JobStatus.FAILED)).hasSize(2);
  }

  /** After a start without jobs. */
  private FailFastStops started(Runnable between) {
    FailFastStops stops = stops(between);
    stops.pass();
    return stops;
  }

  /**
   * @param between two portions, the first time
   */
  private FailFastStops stops(Runnable between) {
    AtomicInteger portions = new AtomicInteger();
    TransactionTemplate transaction =
        new TransactionTemplate(requireNonNull(world.transaction.getTransactionManager())) {
          @Override
          public <T extends @Nullable Object> T execute(TransactionCallback<T> portion) {
            if (portions.incrementAndGet() == 2) {
              between.run();
            }
            return super.execute(portion);
          }
        };
    return new FailFastStops(
        world.bean(FailFastStore.class),
        world.bean(BatchStopStore.class),
        transaction,
        world.context(),
        clock);
  }

  /** Batches of one waiting job; a failure of an earlier attempt counts for the first one. */
  private List<UUID> group(int size) {
    List<UUID> batches = IntStream.range(0, size).mapToObj(i -> world.submit(1, 0)).toList();
    world
        .jdbc
        .sql("update job_batch set group_name = 'g', fail_fast = :rule::jsonb")
        .param("rule", FIRST_FAILURE_OF_GROUP)
        .update();
    world
        .jdbc
        .sql("update job_batch set failures = 1 where id = :id")
        .param("id", batches.getFirst())
        .update();
    return batches;
  }
}
