package org.openhtc.execution.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

class SnapshotsTest {
  private static final Instant START = Instant.parse("2026-05-04T09:00:00Z");
  private static final Instant LISTED = START.plusSeconds(10);

  private final Assignment job =
      new Assignment(
          new JobId(new UUID(0, 1), 0), 1, JobStatus.STARTING, START, null, false, 600, 0, 1, 64);
  private final AttemptId id = new AttemptId(job.id(), 1);
  private final AttemptTable table = new AttemptTable(new NoWork(), Clock.systemUTC());

  @Test
  void startThatAListShowsWaitingIsNotMissing() {
    assertThat(isMissingAfterListOf(ContainerState.Phase.STARTING, LISTED.plusSeconds(30)))
        .isFalse();
  }

  @Test
  void startWithoutItsEventIsMissingAlsoIfAListShowsTheContainer() {
    assertThat(isMissingAfterListOf(ContainerState.Phase.RUNNING, LISTED.plusSeconds(30))).isTrue();
  }

  private boolean isMissingAfterListOf(ContainerState.Phase phase, Instant later) {
    table.change(change -> {
      TrackedAttempt attempt = change.add(id, TrackedAttempt.Phase.LAUNCHING);
      attempt.assign(job);
      attempt.launched("pod", START, change.nextVersion());
    });
    ContainerSummary listed = new ContainerSummary("pod", "pod", Map.of(), phase);
    table.change(change -> {
      boolean isUnexpected = Snapshots.listed(change, change.version(), Map.of(id, listed), LISTED);
      assertThat(isUnexpected).isFalse();
    });
    return table
        .take(
            id,
            (change, attempt) ->
                attempt.isStartMissing(later, Duration.ofSeconds(15), Duration.ofMinutes(10)))
        .orElseThrow();
  }
}
