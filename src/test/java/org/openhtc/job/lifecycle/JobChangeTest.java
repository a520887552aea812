package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobEvent.ContainerStarted;
import org.openhtc.job.JobEvent.Exited;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;

class JobChangeTest {
  private static final JobId JOB = new JobId(UUID.randomUUID(), 0);
  private static final Instant PLACED = Instant.parse("2026-11-27T10:00:00Z");
  private static final Instant NOW = PLACED.plusSeconds(60);

  private static final List<JobEvent> EVENTS =
      List.of(
          new ContainerStarted(),
          new Exited(0, false),
          new Exited(3, false),
          new Exited(137, true),
          new JobEvent.LaunchFailed("no such file"),
          new JobEvent.TimedOut(143),
          new JobEvent.DiskExceeded(137, 1L << 31),
          new JobEvent.Faulted("Host h1 became unreachable"),
          new JobEvent.Returned("Host h1 is drained"),
          new JobEvent.Cancelled());

  @Test
  void startAndEndKeepTheirTimes() {
    JobChange job = starting();
    assertThat(apply(job, PLACED.plusMillis(200), new ContainerStarted())).isTrue();
    assertThat(apply(job, PLACED.plusMillis(1200), new Exited(0, false))).isTrue();
    assertThat(job.startedAt()).isEqualTo(PLACED.plusMillis(200));
    assertThat(job.completedAt()).isEqualTo(PLACED.plusMillis(1200));
    assertThat(job.history()).hasSize(2);
  }

  @Test
  void timesStayBetweenThePlacementAndNow() {
    JobChange job = starting();
    apply(job, PLACED.minusSeconds(5), new ContainerStarted());
    apply(job, NOW.plusSeconds(5), new Exited(0, false));
    assertThat(job.startedAt()).isEqualTo(PLACED);
    assertThat(job.completedAt()).isEqualTo(NOW);
  }

  @Test
  void jobDoesNotEndBeforeItStarted() {
    JobChange job = starting();
    apply(job, PLACED.plusSeconds(2), new ContainerStarted());
    apply(job, PLACED.plusSeconds(1), new Exited(0, false));
    assertThat(job.completedAt()).isEqualTo(PLACED.plusSeconds(2));
  }

  @Test
  void endDoesNotPrecedeAStartThatWasStoredEarlier() {
    JobChange job = running(PLACED.plusSeconds(2));
    apply(job, PLACED.plusSeconds(1), new Exited(0, false));
    assertThat(job.completedAt()).isEqualTo(PLACED.plusSeconds(2));
  }

  @Test
  void placementByAFastClockIsNotAfterTheStart() {
    JobChange job = change(state(JobStatus.STARTING, false), NOW.plusSeconds(1), null);
    apply(job, NOW, new ContainerStarted());
    assertThat(job.startedAt()).isEqualTo(NOW.plusSeconds(1));
  }

  /** The outcomes and the job are the same as if each report had a transaction of its own. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void groupedReportsEqualSingleReports(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      boolean cancelled = random.nextInt(4) == 0;
      JobChange grouped = change(state(JobStatus.STARTING, cancelled), PLACED, null);
      JobChange single = change(state(JobStatus.STARTING, cancelled), PLACED, null);
      List<JobChange.Entry> history = new ArrayList<>();
      int reports = 1 + random.nextInt(5);
      for (int report : IntStream.range(0, reports).toArray()) {
        int attempt = random.nextInt(5) == 0 ? 0 : 1;
        Instant at = PLACED.plusSeconds(random.nextInt(-10, 80));
        JobEvent event = EVENTS.get(random.nextInt(EVENTS.size()));
        JobChange alone = stored(single);
        assertThat(grouped.apply(attempt, at, event, AttemptUsage.UNKNOWN))
            .as("report %d of seed %d", report, seed)
            .isEqualTo(alone.apply(attempt, at, event, AttemptUsage.UNKNOWN));
        history.addAll(alone.history());
        single = alone;
      }
      assertThat(grouped.now()).isEqualTo(single.now());
      assertThat(grouped.startedAt()).isEqualTo(single.startedAt());
      assertThat(grouped.history()).isEqualTo(history);
      assertThat(history).extracting(JobChange.Entry::at).isSorted();
    }
  }

  /** The job as the next transaction reads it. */
  private static JobChange stored(JobChange job) {
    return change(job.now(), PLACED, job.startedAt());
  }

  private static boolean apply(JobChange job, Instant at, JobEvent event) {
    return job.apply(1, at, event, AttemptUsage.UNKNOWN);
  }

  private static JobChange starting() {
    return change(state(JobStatus.STARTING, false), PLACED, null);
  }

  private static JobChange running(Instant startedAt) {
    return change(state(JobStatus.RUNNING, false), PLACED, startedAt);
  }

  private static JobChange change(JobState state, Instant placedAt, @Nullable Instant startedAt) {
    JobChange.Times times = new JobChange.Times(PLACED.minusSeconds(30), placedAt, startedAt, NOW);
    return new JobChange(JOB, state, "AWS_US_WEST_2", "h1", times, NOW);
  }

  private static JobState state(JobStatus status, boolean cancelRequested) {
    return TestJobStates.of(status, 1, 0, 0, 2, cancelRequested);
  }
}
