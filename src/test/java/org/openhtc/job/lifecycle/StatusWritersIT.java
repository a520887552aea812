package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.Placement;
import org.openhtc.job.query.JobRow;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The statements that change many jobs at once have the effects of the same table as {@link
 * JobTransitions}.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusWritersIT {
  private static final JobStatesTable TABLE = JobStatesTable.read();

  @Autowired DataSource database;
  private JobWorld world;
  private TailWriter tails;
  private PlacementWriter placements;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "status_writers");
    tails = world.bean(TailWriter.class);
    placements = world.bean(PlacementWriter.class);
  }

  @AfterAll
  void close() {
    world.close();
  }

  /** The statuses that a tail can have. */
  @ParameterizedTest
  @EnumSource(names = {"SUBMITTED_TO_RESCALE", "SUBMITTED_TO_PROVIDER", "RUNNABLE", "FAILED"})
  void tails(JobStatus status) {
    Instant now = Instant.now();
    check("admitted", tail(status), id -> tails.admit(List.of(id), JobWorld.REGION, now));
    check("placed", tail(status), id -> place(world.job(id, 0)));
    check("cancelled", tail(status), id -> tails.cancel(List.of(id), StatusReason.CANCELLED, now));
    check("no host for too long", tail(status), id -> tails.fail(Map.of(id, down()), now));
    check("retried by a user", tail(status), id -> world.retryAll());
  }

  @ParameterizedTest
  @EnumSource(names = {"SUBMITTED_TO_RESCALE", "SUBMITTED_TO_PROVIDER", "RUNNABLE"})
  void jobsOfTails(JobStatus status) {
    Instant now = Instant.now();
    check("cancelled", tail(status), id -> tails.withdraw(id, IntStream.of(0), now));
  }

  /** The statuses that a job with a row of its own can have on Docker hosts. */
  @ParameterizedTest
  @EnumSource(names = {"RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"})
  void rows(JobStatus status) {
    check("placed", row(status), id -> place(world.job(id, 0)));
    check("retried by a user", row(status), id -> retry(status));
  }

  private void check(String event, UUID batch, Consumer<UUID> write) {
    JobRow before = world.job(batch, 0);
    world.transaction.executeWithoutResult(status -> write.accept(batch));
    JobRow after = world.job(batch, 0);
    String effect =
        after.equals(before)
            ? JobStatesTable.NO_EFFECT
            : JobStatesTable.cell(after.status(), after.failureCode());
    assertThat(effect)
        .as("%s in status %s", event, before.status())
        .isEqualTo(TABLE.effects(event).get(before.status()));
  }

  private void place(JobRow job) {
    placements.place(
        JobWorld.REGION, List.of(new Placement(job.id(), job.attempt(), "h2")), Instant.now());
  }

  /** Without a status, a request to retry jobs applies to failed ones. */
  private void retry(JobStatus status) {
    if (status == JobStatus.SUCCEEDED) {
      world.retrySucceeded();
    } else {
      world.retryAll();
    }
  }

  private static JobEvent.ProviderDown down() {
    return new JobEvent.ProviderDown(FailureCode.PROVIDER_REGION_DOWN, "down");
  }

  /** A batch of one job that was never placed. */
  private UUID tail(JobStatus status) {
    world.clear();
    UUID batch = world.submit(1, 0);
    switch (status) {
      case SUBMITTED_TO_RESCALE -> {}
      case RUNNABLE -> world.admit();
      case FAILED -> world.cancelAll();
      default -> setTailStatus(batch, status);
    }
    assertThat(world.job(batch, 0).status()).isEqualTo(status);
    return batch;
  }

  /** No statement of the service stores this status. */
  private void setTailStatus(UUID batch, JobStatus status) {
    world
        .jdbc
        .sql("update job_batch set tail_status = :status where id = :id")
        .param("status", status.name())
        .param("id", batch)
        .update();
  }

  /** A batch of one job that was placed. */
  private UUID row(JobStatus status) {
    world.clear();
    UUID batch = world.submit(1, 1);
    world.admit();
    world.place(world.plan(1));
    JobRow job = world.job(batch, 0);
    switch (status) {
      case STARTING -> {}
      case RUNNING -> world.report(job, new JobEvent.ContainerStarted());
      case SUCCEEDED -> world.report(job, new JobEvent.Exited(0, false));
      case RUNNABLE -> world.report(job, new JobEvent.Exited(1, false));
      default -> failTwice(job);
    }
    assertThat(world.job(batch, 0).status()).isEqualTo(status);
    return batch;
  }

  /** Uses up the job's only retry. */
  private void failTwice(JobRow job) {
    world.report(job, new JobEvent.Exited(1, false));
    world.place(world.plan(1));
    world.report(world.job(job.id().batchId(), 0), new JobEvent.Exited(1, false));
  }
}
