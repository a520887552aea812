package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobEvent.Cancelled;
import org.openhtc.job.JobEvent.ContainerStarted;
import org.openhtc.job.JobEvent.Exited;
import org.openhtc.job.JobEvent.LaunchFailed;
import org.openhtc.job.JobEvent.Returned;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;

class AttemptTimersTest {
  private static final Instant SUBMITTED = Instant.parse("2026-05-04T09:00:00Z");
  private static final Instant PLACED = SUBMITTED.plusSeconds(30);
  private static final Instant STARTED = PLACED.plusSeconds(2);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AttemptTimers timers = new AttemptTimers(meters);

  @Test
  void startOfTheFirstAttemptEndsTheWait() {
    record(starting(1), STARTED, new ContainerStarted());
    assertThat(seconds(meters.get("openhtc.job.wait").timer())).isEqualTo(32);
    assertThat(seconds(meters.get("openhtc.job.start").timer())).isEqualTo(2);
  }

  @Test
  void startOfALaterAttemptIsNoWait() {
    record(starting(2), STARTED, new ContainerStarted());
    assertThat(meters.find("openhtc.job.wait").timer()).isNull();
    assertThat(meters.get("openhtc.job.start").timer().count()).isEqualTo(1);
  }

  @Test
  void runTimeHasTheOutcome() {
    record(running(), STARTED.plusSeconds(5), new Exited(0, false));
    Timer run = meters.get("openhtc.job.run").tag("outcome", "SUCCEEDED").timer();
    assertThat(seconds(run)).isEqualTo(5);
    assertThat(ends("SUCCEEDED", "none")).isEqualTo(1);
  }

  @Test
  void failedAttemptThatIsRepeatedCountsAsRetried() {
    record(running(), STARTED.plusSeconds(5), new Exited(1, false));
    assertThat(ends("RETRIED", "ErrorNonZeroContainerExitCode")).isEqualTo(1);
    assertThat(meters.get("openhtc.job.run").tag("outcome", "RETRIED").timer().count())
        .isEqualTo(1);
  }

  @Test
  void cancelledAttemptHasNoFailure() {
    record(running(), STARTED.plusSeconds(5), new Cancelled());
    assertThat(ends("CANCELLED", "none")).isEqualTo(1);
  }

  @Test
  void attemptThatNeverStartedHasNoRunTime() {
    record(starting(1), STARTED, new LaunchFailed("no such command"));
    assertThat(meters.find("openhtc.job.run").timer()).isNull();
    assertThat(ends("RETRIED", "ErrorStartingContainer")).isEqualTo(1);
  }

  @Test
  void attemptThatItsHostGaveBackIsNotMeasured() {
    record(starting(1), STARTED, new Returned("returned"));
    assertThat(meters.getMeters()).isEmpty();
  }

  @Test
  void refusedReportIsNotMeasured() {
    timers.record(List.of(running()));
    assertThat(meters.getMeters()).isEmpty();
  }

  private void record(JobChange change, Instant at, JobEvent event) {
    assertThat(change.apply(change.from.attempt(), at, event, AttemptUsage.UNKNOWN)).isTrue();
    timers.record(List.of(change));
  }

  private double ends(String outcome, String failure) {
    return meters
        .get("openhtc.job.attempts")
        .tag("outcome", outcome)
        .tag("failure", failure)
        .counter()
        .count();
  }

  private static long seconds(Timer timer) {
    assertThat(timer.count()).isEqualTo(1);
    return Math.round(timer.totalTime(TimeUnit.SECONDS));
  }

  private static JobChange starting(int attempt) {
    return change(JobStatus.STARTING, attempt, null);
  }

  private static JobChange running() {
    return change(JobStatus.RUNNING, 1, STARTED);
  }

  private static JobChange change(JobStatus status, int attempt, @Nullable Instant startedAt) {
    return new JobChange(
        new JobId(new UUID(0, 1), 0),
        TestJobStates.of(status, attempt, 0, 0, 2, false),
        "AWS_US_WEST_2",
        "h1",
        new JobChange.Times(SUBMITTED, PLACED, startedAt, PLACED),
        SUBMITTED.plus(Duration.ofHours(1)));
  }
}
