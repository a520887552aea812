package org.openhtc.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.job.query.JobFilter;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.watch.EventPosition;
import org.openhtc.job.watch.StoredEvent;
import org.openhtc.job.watch.TaskEventReader;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Submissions, admissions, placements by plans that may be out of date, cancellations of one job or
 * of all, and ends, in any order: nothing is lost, counted twice or started after its cancellation.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobInterleavingsIT {
  @Autowired DataSource database;
  private JobWorld world;

  @BeforeAll
  void ownDatabase() {
    world = JobWorld.beside(database, "interleavings");
  }

  @BeforeEach
  void nothing() {
    world.clear();
  }

  @Test
  void jobInTheMiddleOfATailIsCancelledAlone() {
    UUID batch = world.submit(5, 0);
    world.admit();
    world.cancellation.cancel(world.task, new JobId(batch, 2));
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
  void planMadeBeforeTheCancellationPassesOverTheJob() {
    UUID batch = world.submit(4, 0);
    world.admit();
    List<Placement> plan = world.plan(4);
    world.cancellation.cancel(world.task, new JobId(batch, 1));
    assertThat(world.place(plan)).isEqualTo(3);
    assertThat(world.job(batch, 1).status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.job(batch, 3).status()).isEqualTo(JobStatus.STARTING);
  }

  @Test
  void laterAdmissionOfTheBatchIsNoHistoryOfAWithdrawnJob() {
    UUID batch = world.submit(2, 0);
    world.cancellation.cancel(world.task, new JobId(batch, 1));
    List<JobHistoryEntry> before = world.history.of(world.job(batch, 1));
    world.admit();
    assertThat(world.history.of(world.job(batch, 1))).isEqualTo(before);
    assertThat(before)
        .extracting(JobHistoryEntry::status)
        .containsExactly(JobStatus.SUBMITTED_TO_RESCALE, JobStatus.FAILED);
  }

  @Test
  void withdrawnJobsStayWhatTheyAreWhenTheRestIsCancelled() {
    UUID batch = world.submit(3, 0);
    world.admit();
    world.cancellation.cancel(world.task, new JobId(batch, 1));
    JobRow withdrawn = world.job(batch, 1);
    world.cancellation.cancel(world.task, (String) null);
    assertThat(world.job(batch, 1)).isEqualTo(withdrawn);
    assertThat(world.statistics.ofTask(world.task).jobStatuses())
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
  void waitingJobsFailWhenEveryRegionOfTheirsIsDown() {
    Set<RegionName> here = Set.of(JobWorld.REGION);
    Set<RegionName> both = Set.of(JobWorld.REGION, RegionName.AWS_EU_WEST_1);
    UUID ofTwo = withARetryWaiting(List.of(JobWorld.REGION, RegionName.AWS_EU_WEST_1));
    UUID ofOne = withARetryWaiting(List.of(JobWorld.REGION));
    assertThat(failWaiting(here)).isEqualTo(1);
    bothFailed(ofOne, FailureCode.PROVIDER_REGION_DOWN);
    assertThat(statuses(ofTwo, 0)).endsWith(JobStatus.RUNNABLE);
    assertThat(statuses(ofTwo, 1)).endsWith(JobStatus.RUNNABLE);
    assertThat(failWaiting(both)).isEqualTo(1);
    bothFailed(ofTwo, FailureCode.PROVIDER_DOWN);
    assertThat(world.jobs())
        .extracting(JobRow::statusReason)
        .containsExactlyInAnyOrder(
            "No host of region AWS_US_WEST_2 answered for PT1H",
            "No host of region AWS_US_WEST_2 answered for PT1H",
            "No host of region AWS_US_WEST_2 or AWS_EU_WEST_1 answered for PT1H",
            "No host of region AWS_US_WEST_2 or AWS_EU_WEST_1 answered for PT1H");
    assertThat(failWaiting(both)).isZero();
  }

  private int failWaiting(Set<RegionName> down) {
    return world.downRegions.failWaiting(JobWorld.REGION, down, Duration.ofHours(1), Instant.now());
  }

  /** Of its two jobs the first waits for its second attempt, the other for its first. */
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
    return world.history.of(world.job(batch, index)).stream().map(JobHistoryEntry::status).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyOrderKeepsTheBooksRight(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 10; run++) {
      world.clear();
      new Story(random).tell(30);
    }
  }

  /** One random course of events, and what has been seen so far. */
  private final class Story {
    private final Random random;
    private final List<UUID> batches = new ArrayList<>();
    private final Deque<List<Placement>> plans = new ArrayDeque<>();
    private final Map<JobId, List<JobHistoryEntry>> told = new HashMap<>();
    private final Map<JobId, JobRow> over = new HashMap<>();

    Story(Random random) {
      this.random = random;
    }

    void tell(int steps) {
      batches.add(world.submit(1 + random.nextInt(6), 1));
      for (int step = 0; step < steps; step++) {
        happen();
        check();
      }
      drain();
      check();
      assertThat(world.jobs()).allMatch(job -> job.status().isTerminal());
      followersHearEachEventOnce();
    }

    private void happen() {
      switch (random.nextInt(12)) {
        case 0 -> batches.add(world.submit(1 + random.nextInt(6), random.nextInt(2)));
        case 1 -> world.admit();
        case 2 -> plans.add(world.plan(1 + random.nextInt(4)));
        case 3 -> place();
        case 4, 5, 6 -> cancelOne();
        case 7 -> cancelRarely();
        case 8 -> world.limit(random.nextInt(5));
        case 9 -> world.liftLimit();
        default -> reportSomething();
      }
    }

    private void place() {
      long before = inUse();
      world.place(plans.isEmpty() ? world.plan(2) : plans.remove());
      assertThat(inUse()).isLessThanOrEqualTo(Math.max(before, world.limit()));
    }

    private long inUse() {
      return world.jobs().stream().filter(job -> job.status().isOnHost()).count();
    }

    private void cancelOne() {
      UUID batch = batches.get(random.nextInt(batches.size()));
      JobId job = new JobId(batch, random.nextInt(6));
      world.cancellation.cancel(world.task, job);
      world
          .queries
          .one(world.task, job)
          .ifPresent(
              row -> assertThat(row.status().isTerminal() || row.status().isOnHost()).isTrue());
    }

    private void cancelRarely() {
      if (random.nextInt(5) == 0) {
        world.cancellation.cancel(world.task, (String) null);
      }
    }

    private void reportSomething() {
      List<JobRow> jobs = world.jobs();
      world.report(jobs.get(random.nextInt(jobs.size())), event());
    }

    private JobEvent event() {
      return switch (random.nextInt(4)) {
        case 0 -> new JobEvent.ContainerStarted();
        case 1 -> new JobEvent.Exited(0, false);
        case 2 -> new JobEvent.Exited(1, false);
        default -> new JobEvent.Faulted("Host h1 became unreachable");
      };
    }

    /** Nobody is forgotten: whatever was not cancelled is placed in the end. */
    private void drain() {
      world.liftLimit();
      world.admit();
      while (world.place(world.plan(10)) > 0) {
        check();
      }
      for (JobRow job : world.jobs()) {
        if (!job.status().isTerminal()) {
          assertThat(world.report(job, new JobEvent.Exited(0, false))).as(job.toString()).isTrue();
        }
      }
    }

    private void check() {
      List<JobRow> jobs = world.jobs();
      assertThat(jobs).extracting(JobRow::id).doesNotHaveDuplicates();
      statisticsCountEachJobOnce(jobs);
      queueHoldsWhatWaits(jobs);
      jobs.forEach(this::historyOnlyGrows);
    }

    private void statisticsCountEachJobOnce(List<JobRow> jobs) {
      Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
      for (JobStatus status : JobStatus.values()) {
        List<JobRow> listed =
            world.queries.list(new JobFilter(world.task, null, status, List.of()), null, 10_000);
        assertThat(listed).isEqualTo(jobs.stream().filter(job -> job.status() == status).toList());
        counts.put(status, (long) listed.size());
      }
      assertThat(world.statistics.ofTask(world.task).jobStatuses()).isEqualTo(counts);
    }

    private void queueHoldsWhatWaits(List<JobRow> jobs) {
      long waiting =
          jobs.stream()
              .filter(job -> !job.status().isTerminal() && !job.status().isOnHost())
              .count();
      assertThat(
              world.queue.waiting(JobWorld.REGION, 100).stream()
                  .mapToInt(WaitingBatch::waiting)
                  .sum())
          .isEqualTo(Math.toIntExact(waiting));
    }

    /** Cut off again and again at any place, and going on from the last event that was heard. */
    private void followersHearEachEventOnce() {
      Map<JobId, List<JobHistoryEntry>> heard = new HashMap<>();
      EventPosition last = EventPosition.after(0);
      long until = world.horizon.look();
      for (boolean cut = true; cut; ) {
        CutReader reader = new CutReader(random.nextInt(20), heard, last);
        cut = reader.isCut(until, 1 + random.nextInt(4));
        last = reader.last;
      }
      assertThat(heard)
          .isEqualTo(
              world.jobs().stream()
                  .collect(Collectors.toMap(JobRow::id, job -> world.history.of(job))));
    }

    private void historyOnlyGrows(JobRow job) {
      List<JobHistoryEntry> lines = world.history.of(job);
      List<JobHistoryEntry> before = told.put(job.id(), lines);
      if (before != null) {
        assertThat(lines.subList(0, before.size())).isEqualTo(before);
      }
      assertThat(lines.getLast().status()).isEqualTo(job.status());
      JobRow end = over.get(job.id());
      if (end != null) {
        assertThat(job).isEqualTo(end);
      } else if (job.status().isTerminal()) {
        over.put(job.id(), job);
      }
      if (job.attempt() == 0) {
        assertThat(lines).noneMatch(line -> line.status().isOnHost());
      }
    }
  }

  /** Hears so many events and then nothing more. */
  private final class CutReader {
    private final Map<JobId, List<JobHistoryEntry>> heard;
    private int patience;
    private EventPosition last;

    CutReader(int patience, Map<JobId, List<JobHistoryEntry>> heard, EventPosition after) {
      this.patience = patience;
      this.heard = heard;
      this.last = after;
    }

    boolean isCut(long until, int page) {
      TaskEventReader follower =
          new TaskEventReader(world.feed, world.task, null, EventPosition.parse(last.id()), page);
      try {
        follower.follow(until, this::hear);
        return false;
      } catch (CancellationException cut) {
        return true;
      }
    }

    private void hear(StoredEvent.Event event) {
      if (patience-- == 0) {
        throw new CancellationException();
      }
      heard
          .computeIfAbsent(JobId.parse(event.line().jobId()).orElseThrow(), id -> new ArrayList<>())
          .add(event.line());
      last = event.position();
    }
  }
}
