package org.openhtc.execution.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

class TrackedAttemptTest {
  private static final Instant START = Instant.parse("2026-05-04T09:00:00Z");
  private static final Duration DELAY = Duration.ofSeconds(5);
  private static final Duration START_DEADLINE = Duration.ofMinutes(10);

  private final Assignment job =
      new Assignment(
          new JobId(new UUID(0, 1), 0), 1, JobStatus.STARTING, START, null, false, 600, 0, 1, 64);
  private final TrackedAttempt attempt =
      new TrackedAttempt(new AttemptId(job.id(), 1), TrackedAttempt.Phase.LAUNCHING, 1);

  @Test
  void startWithoutAnEventIsReadAfterFiveSeconds() {
    attempt.job = job;
    attempt.launched("pod", START, 2);
    assertThat(isStartMissing(5)).isFalse();
    assertThat(isStartMissing(6)).isTrue();
    attempt.observedStart("pod", START.plusSeconds(6));
    assertThat(isStartMissing(60)).isFalse();
  }

  @Test
  void podThatWaitsInItsClusterIsReadHalfAsOften() {
    attempt.awaitsStart(job, "pod", START, 2);
    assertThat(isStartMissing(10)).isFalse();
    assertThat(isStartMissing(11)).isTrue();
  }

  @Test
  void podThatListsShowWaitingIsNotRead() {
    attempt.job = job;
    attempt.launched("pod", START, 2);
    attempt.stillAwaitsStart(START.plusSeconds(4));
    attempt.stillAwaitsStart(START.plusSeconds(14));
    assertThat(isStartMissing(24)).isFalse();
    assertThat(isStartMissing(25)).isTrue();
  }

  @Test
  void podThatWaitsUntilItsDeadlineIsReadThen() {
    Instant late = START.plus(START_DEADLINE);
    attempt.awaitsStart(job, "pod", late.minusSeconds(1), 2);
    assertThat(attempt.isStartMissing(late, DELAY, START_DEADLINE)).isFalse();
    assertThat(attempt.isStartMissing(late.plusSeconds(1), DELAY, START_DEADLINE)).isTrue();
  }

  private boolean isStartMissing(int seconds) {
    return attempt.isStartMissing(START.plusSeconds(seconds), DELAY, START_DEADLINE);
  }
}
