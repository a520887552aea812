package org.openhtc.execution.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.AttemptRunner;
import org.openhtc.execution.attempt.ContainerLaunch;
import org.openhtc.execution.attempt.LaunchControl;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

/** Launches while a host holds them. */
class TrackedLaunchesTest {
  private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final Assignment job =
      new Assignment(
          new JobId(new UUID(0, 1), 0), 1, JobStatus.STARTING, NOW, null, false, 600, 0, 1, 64);
  private final AttemptId id = new AttemptId(job.id(), 1);
  private final AttemptTable table =
      new AttemptTable(new NoWork(), Clock.fixed(NOW, ZoneOffset.UTC));
  private final TrackedLaunches launches = new TrackedLaunches(table);

  @BeforeEach
  void oneJobWithRoom() {
    table.change(change -> {
      change.room().resize(1, 64);
      Snapshots.opened(change, Map.of(), List.of(job));
    });
  }

  @Test
  void containerThatIsCreatedAfterTheHostHoldsLaunchesIsNotStarted() {
    assertThat(launches.take(id, NOW)).isPresent();
    assertThat(launches.isPermitted(id)).isTrue();
    hold(true);
    assertThat(launches.created(id, "c")).isEqualTo(LaunchControl.Next.STOP);
  }

  @Test
  void queuedLaunchWaitsUntilTheHostHoldsNoLaunches() {
    hold(true);
    assertThat(launches.take(id, NOW)).isEmpty();
    hold(false);
    assertThat(launches.take(id, NOW)).isPresent();
  }

  /** Otherwise a launch that is not permitted is repeated without a pause. */
  @Test
  void launchWithAnUnclearResultIsRepeatedAfterAPause() {
    assertThat(launches.take(id, NOW)).isPresent();
    launches.ended(id, new ContainerLaunch.Result.Unclear(), NOW);
    TrackedWork work = new TrackedWork(table);
    assertThat(work.takeStep(id)).isPresent();
    work.stepped(id, new AttemptRunner.Result.ToLaunch(job, "c"), NOW);
    assertThat(launches.take(id, NOW)).isEmpty();
    table.update(id, (change, attempt) -> change.await(attempt, job, true));
    assertThat(launches.take(id, NOW.plusSeconds(2))).isPresent();
  }

  /** An earlier leader of the cluster may have created it. */
  @Test
  void deadlineOfAPodThatIsFoundWhileTheHostHoldsLaunchesIsKnown() {
    hold(true);
    assertThat(launches.take(id, NOW)).isEmpty();
    table.update(id, (change, attempt) -> change.unclear(attempt));
    TrackedWork work = new TrackedWork(table);
    assertThat(work.takeStep(id)).isPresent();
    work.stepped(id, new AttemptRunner.Result.Starting(job, "pod"), NOW);
    hold(false);
    assertThat(startBy()).isEqualTo(NOW.plus(DEADLINE));
  }

  private Instant startBy() {
    return table.take(id, (change, attempt) -> attempt.notes.startBy(job, DEADLINE)).orElseThrow();
  }

  private void hold(boolean isHeld) {
    table.change(change -> change.room().hold(isHeld));
  }
}
