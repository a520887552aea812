package org.openhtc.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.statistics.JobStatisticsQueries;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Submissions, admissions, placements by plans that may be outdated, cancellations of one job or of
 * all, retries by a user, and ends, in any order: no job is lost, counted twice, or started after
 * its cancellation.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobInterleavingsIT {
  @Autowired DataSource database;
  private JobWorld world;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "interleavings");
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @Test
  void twoLeadersOfABatchOfTwoRegionsShareItsTail() {
    world.submit(5, 0);
    world.admit();
    List<Placement> first = world.plan(2);
    List<Placement> second = world.plan(4);
    assertThat(world.place(first)).isEqualTo(2);
    assertThat(world.place(second)).isEqualTo(3);
    assertThat(world.place(second)).isZero();
    assertThat(world.jobs()).extracting(JobRow::status).containsOnly(JobStatus.STARTING);
  }

  @Test
  void jobInTheMiddleOfATailIsCancelledIndividually() {
    UUID batch = world.submit(5, 0);
    world.admit();
    world.cancel(new JobId(batch, 2));
    assertThat(world.jobs())
        .extracting(JobRow::status)
        .containsExactly(
            JobStatus.RUNNABLE,
            JobStatus.RUNNABLE,
            JobStatus.FAILED,
            JobStatus.RUNNABLE,
            JobStatus.RUNNABLE);
    JobRow cancelled = world.job(batch, 2);
    assertThat(cancelled.attempt()).isZero();
    assertThat(cancelled.userCancelled()).isTrue();
    assertThat(cancelled.statusReason()).isEqualTo("Cancelled by the user");
    assertThat(world.place(world.plan(10))).isEqualTo(4);
    assertThat(world.job(batch, 2)).isEqualTo(cancelled);
  }

  @Test
  void planMadeBeforeTheCancellationSkipsTheJob() {
    UUID batch = world.submit(4, 0);
    world.admit();
    List<Placement> plan = world.plan(4);
    world.cancel(new JobId(batch, 1));
    assertThat(world.place(plan)).isEqualTo(3);
    assertThat(world.job(batch, 1).status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.job(batch, 3).status()).isEqualTo(JobStatus.STARTING);
  }

  @Test
  void laterAdmissionOfTheBatchIsNotInTheHistoryOfAWithdrawnJob() {
    UUID batch = world.submit(2, 0);
    world.cancel(new JobId(batch, 1));
    List<JobHistoryEntry> before = world.history(world.job(batch, 1));
    world.admit();
    assertThat(world.history(world.job(batch, 1))).isEqualTo(before);
    assertThat(before)
        .extracting(JobHistoryEntry::status)
        .containsExactly(JobStatus.SUBMITTED_TO_RESCALE, JobStatus.FAILED);
  }

  @Test
  void withdrawnJobsStayUnchangedWhenTheRestIsCancelled() {
    UUID batch = world.submit(3, 0);
    world.admit();
    world.cancel(new JobId(batch, 1));
    JobRow withdrawn = world.job(batch, 1);
    world.cancelAll();
    assertThat(world.job(batch, 1)).isEqualTo(withdrawn);
    assertThat(world.bean(JobStatisticsQueries.class).ofTask(world.task).jobStatuses())
        .containsEntry(JobStatus.FAILED, 3L);
  }

  @Test
  void heldJobsAreAdmittedOneByOneAndTheRestTogether() {
    UUID batch = world.submit(3, 0);
    world.limit(1);
    world.admit();
    assertThat(world.jobs())
        .allSatisfy(job -> {
          assertThat(job.status()).isEqualTo(JobStatus.SUBMITTED_TO_RESCALE);
          assertThat(job.statusReason()).isEqualTo("Held by the project's limit of 1 vCPUs");
        });
    assertThat(world.place(world.plan(3))).isEqualTo(1);
    assertThat(world.place(world.plan(3))).isZero();
    List<JobStatus> throughTheQueue =
        List.of(
            JobStatus.SUBMITTED_TO_RESCALE,
            JobStatus.SUBMITTED_TO_PROVIDER,
            JobStatus.RUNNABLE,
            JobStatus.STARTING);
    assertThat(statuses(batch, 0)).isEqualTo(throughTheQueue);
    assertThat(statuses(batch, 1)).containsExactly(JobStatus.SUBMITTED_TO_RESCALE);
    world.liftLimit();
    world.admit();
    assertThat(world.place(world.plan(3))).isEqualTo(2);
    assertThat(statuses(batch, 0)).isEqualTo(throughTheQueue);
    assertThat(statuses(batch, 2)).isEqualTo(throughTheQueue);
  }

  @Test
  void waitingJobsFailWhenAllTheirRegionsAreUnreachable() {
    Set<RegionName> here = Set.of(JobWorld.REGION);
    Set<RegionName> both = Set.of(JobWorld.REGION, RegionName.AWS_EU_WEST_1);
    UUID ofTwo = withARetryWaiting(List.of(JobWorld.REGION, RegionName.AWS_EU_WEST_1));
    UUID ofOne = withARetryWaiting(List.of(JobWorld.REGION));
    assertThat(world.failWaiting(here)).isEqualTo(1);
    bothFailed(ofOne, FailureCode.PROVIDER_REGION_DOWN);
    assertThat(statuses(ofTwo, 0)).endsWith(JobStatus.RUNNABLE);
    assertThat(statuses(ofTwo, 1)).endsWith(JobStatus.RUNNABLE);
    assertThat(world.failWaiting(both)).isEqualTo(1);
    bothFailed(ofTwo, FailureCode.PROVIDER_DOWN);
    assertThat(world.jobs())
        .extracting(JobRow::statusReason)
        .containsExactlyInAnyOrder(
            "No host of region AWS_US_WEST_2 was reachable for PT1H",
            "No host of region AWS_US_WEST_2 was reachable for PT1H",
            "No host of region AWS_US_WEST_2 or AWS_EU_WEST_1 was reachable for PT1H",
            "No host of region AWS_US_WEST_2 or AWS_EU_WEST_1 was reachable for PT1H");
    assertThat(world.failWaiting(both)).isZero();
  }

  /** So that the transaction of one tick stays short. */
  @Test
  void jobsOfUnreachableRegionsFailInPortions() {
    for (int batch = 0; batch < 1005; batch++) {
      world.submit(1, 0);
    }
    Set<RegionName> here = Set.of(JobWorld.REGION);
    assertThat(world.failWaiting(here)).isEqualTo(1000);
    assertThat(world.failWaiting(here)).isEqualTo(5);
    assertThat(world.failWaiting(here)).isZero();
  }

  @Test
  void jobThatWaitsForARetryShowsWhyItFailedAndWhyItWaits() {
    UUID batch = withARetryWaiting(List.of(JobWorld.REGION));
    world.explain("Next in line");
    assertThat(world.job(batch, 0).statusReason())
        .startsWith("Container exited with code 1")
        .endsWith(". Next in line");
    assertThat(world.job(batch, 1).statusReason()).isEqualTo("Next in line");
  }

  @Test
  void waitingJobsFailWhenNoHostSuitsThem() {
    UUID batch = withARetryWaiting(List.of(JobWorld.REGION));
    assertThat(world.failUnsuited(Duration.ofHours(1))).isZero();
    assertThat(world.failUnsuited(Duration.ZERO)).isEqualTo(1);
    bothFailed(batch, FailureCode.PROVIDER_REGION_DOWN);
    assertThat(world.job(batch, 1).statusReason())
        .startsWith("No host of region AWS_US_WEST_2 with X86, 1 vCPUs and ")
        .endsWith(" MiB of memory was reachable for PT0S");
  }

  /** A batch of two jobs: the first waits for its second attempt, the other for its first. */
  private UUID withARetryWaiting(List<RegionName> regions) {
    UUID batch = world.submit(2, 1, regions);
    world.admit();
    world.place(world.plan(10).stream().filter(p -> p.job().equals(new JobId(batch, 0))).toList());
    world.report(world.job(batch, 0), new JobEvent.Exited(1, false));
    return batch;
  }

  private void bothFailed(UUID batch, FailureCode code) {
    assertThat(world.job(batch, 0).failureCode()).isEqualTo(code.wireName());
    assertThat(world.job(batch, 1).failureCode()).isEqualTo(code.wireName());
  }

  @Test
  void tickAdmitsAThousandBatchesInTheirOrder() {
    List<UUID> batches = Stream.generate(() -> world.submit(1, 0)).limit(1001).toList();
    world.admit();
    assertThat(world.job(batches.get(999), 0).status()).isEqualTo(JobStatus.RUNNABLE);
    assertThat(world.job(batches.get(1000), 0).status()).isEqualTo(JobStatus.SUBMITTED_TO_RESCALE);
    world.admit();
    assertThat(world.job(batches.get(1000), 0).status()).isEqualTo(JobStatus.RUNNABLE);
  }

  private List<JobStatus> statuses(UUID batch, int index) {
    return world.history(world.job(batch, index)).stream().map(JobHistoryEntry::status).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyOrderKeepsAllCountsConsistent(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 10; run++) {
      world.clear();
      new RandomRun(world, random).execute(30);
    }
  }
}
