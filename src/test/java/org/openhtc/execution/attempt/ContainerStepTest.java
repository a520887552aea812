package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.attempt.ContainerStep.Create;
import org.openhtc.execution.attempt.ContainerStep.Known;
import org.openhtc.execution.attempt.ContainerStep.Report;
import org.openhtc.execution.attempt.ContainerStep.Start;
import org.openhtc.execution.attempt.ContainerStep.Stop;
import org.openhtc.execution.attempt.ContainerStep.Watch;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

class ContainerStepTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration START_DEADLINE = Duration.ofMinutes(10);
  private static final Instant START_BY = NOW.plus(START_DEADLINE);
  private static final int TIMEOUT = 3600;

  @Test
  void placedJobWithoutContainerGetsOne() {
    assertThat(next(starting(), null)).isEqualTo(new Create());
  }

  @Test
  void imageThatCouldNotBePulledIsALaunchFailureAtTheDeadline() {
    Known late =
        new Known(
            NOW.plus(START_DEADLINE).plusSeconds(3600),
            NOW.plus(START_DEADLINE),
            null,
            "connection refused",
            Outages.NONE,
            null,
            null,
            null,
            false);
    assertThat(onlyEvent(ContainerStep.next(starting(), null, late)))
        .isEqualTo(new JobEvent.LaunchFailed("Image can't be pulled: connection refused"));
  }

  @Test
  void createdContainerIsStarted() {
    assertThat(next(starting(), created(0))).isEqualTo(new Start("c1"));
  }

  @Test
  void containerThatCouldNotBeStartedIsALaunchFailure() {
    assertThat(onlyEvent(next(starting(), created(127))))
        .isEqualTo(new JobEvent.LaunchFailed("Container can't be started: no such file"));
  }

  @Test
  void acceptedStartIsAwaited() {
    assertThat(next(starting(), accepted(""))).isEqualTo(new ContainerStep.Await("c1"));
    assertThat(onlyEvent(next(cancelled(JobStatus.STARTING), accepted(""))))
        .isEqualTo(new JobEvent.Cancelled());
  }

  @Test
  void acceptedStartThatTakesTooLongIsAFaultWithItsReason() {
    Known late =
        new Known(
            START_BY.plusSeconds(1), START_BY, null, null, Outages.NONE, null, null, null, false);
    assertThat(onlyEvent(ContainerStep.next(starting(), accepted("no node has room"), late)))
        .isEqualTo(new JobEvent.Faulted("Its container did not start in time: no node has room"));
    assertThat(onlyEvent(ContainerStep.next(starting(), accepted(""), late)))
        .isEqualTo(new JobEvent.Faulted("Its container did not start in time"));
  }

  @Test
  void endThatTheEngineHasCausedIsAFault() {
    ContainerState lost =
        new ContainerState(
            "c1", "n", Map.of(), Phase.EXITED, null, null, 137, false, "Node n1 is lost");
    assertThat(onlyEvent(next(starting(), lost)))
        .isEqualTo(new JobEvent.Faulted("Node n1 is lost"));
  }

  @Test
  void runningContainerIsReportedOnceAndThenWatched() {
    assertThat(next(starting(), runningContainer()))
        .isEqualTo(new Report(List.of(new JobEvent.ContainerStarted()), false, false));
    assertThat(next(running(), runningContainer())).isEqualTo(new Watch("c1"));
  }

  @Test
  void shortJobReportsItsStartAndItsEndTogether() {
    assertThat(next(starting(), exited(0, 1)))
        .isEqualTo(
            new Report(
                List.of(new JobEvent.ContainerStarted(), new JobEvent.Exited(0, false)),
                true,
                false));
  }

  @Test
  void cancelledJobNeverStarts() {
    assertThat(onlyEvent(next(cancelled(JobStatus.STARTING), null)))
        .isEqualTo(new JobEvent.Cancelled());
    assertThat(onlyEvent(next(cancelled(JobStatus.STARTING), created(0))))
        .isEqualTo(new JobEvent.Cancelled());
  }

  @Test
  void cancelledJobIsStoppedWhereItRuns() {
    assertThat(next(cancelled(JobStatus.RUNNING), runningContainer())).isEqualTo(new Stop("c1"));
  }

  @Test
  void containerRemovedFromOutsideIsAFault() {
    assertThat(onlyEvent(next(running(), null))).isInstanceOf(JobEvent.Faulted.class);
  }

  @Test
  void jobThatDoesNotStartInTimeIsAFault() {
    Known late =
        new Known(NOW, NOW.minusSeconds(1), null, null, Outages.NONE, null, null, null, false);
    assertThat(onlyEvent(ContainerStep.next(starting(), null, late)))
        .isInstanceOf(JobEvent.Faulted.class);
    assertThat(onlyEvent(ContainerStep.next(starting(), created(0), late)))
        .isInstanceOf(JobEvent.Faulted.class);
  }

  @Test
  void jobAtItsTimeoutIsStoppedAndThenTimedOut() {
    Assignment over =
        job(JobStatus.RUNNING, NOW.minusSeconds(TIMEOUT + 5), NOW.minusSeconds(TIMEOUT), false);
    assertThat(next(over, runningContainer())).isEqualTo(new Stop("c1"));
    assertThat(onlyEvent(next(over, exited(143, 5)))).isEqualTo(new JobEvent.TimedOut(143));
  }

  @Test
  void jobThatEndedInTimeButWasSeenLateDidNotTimeOut() {
    Assignment over =
        job(JobStatus.RUNNING, NOW.minusSeconds(TIMEOUT + 5), NOW.minusSeconds(TIMEOUT), false);
    assertThat(onlyEvent(next(over, exited(3, 5)))).isEqualTo(new JobEvent.Exited(3, false));
    assertThat(onlyEvent(next(over, exited(0, TIMEOUT)))).isEqualTo(new JobEvent.Exited(0, false));
  }

  @Test
  void jobThatExitsWith0WhenStoppedAtItsTimeoutHasTimedOut() {
    Assignment over =
        job(JobStatus.RUNNING, NOW.minusSeconds(TIMEOUT + 5), NOW.minusSeconds(TIMEOUT), false);
    assertThat(onlyEvent(next(over, exited(0, TIMEOUT + 1)))).isEqualTo(new JobEvent.TimedOut(0));
  }

  @Test
  void durationComesFromTheEngineAfterARestartOfTheService() {
    assertThat(onlyEvent(next(running(), exited(143, TIMEOUT))))
        .isEqualTo(new JobEvent.TimedOut(143));
  }

  @Test
  void jobOverItsDiskLimitIsStoppedAndReported() {
    Known full = new Known(NOW, START_BY, 5L << 30, null, Outages.NONE, null, null, null, false);
    assertThat(ContainerStep.next(running(), runningContainer(), full)).isEqualTo(new Stop("c1"));
    assertThat(onlyEvent(ContainerStep.next(running(), exited(137, 5), full)))
        .isEqualTo(new JobEvent.DiskExceeded(137, 5L << 30));
  }

  @Test
  void jobOverItsDiskLimitNeverSucceeds() {
    Known full = new Known(NOW, START_BY, 5L << 30, null, Outages.NONE, null, null, null, false);
    assertThat(onlyEvent(ContainerStep.next(running(), exited(0, 5), full)))
        .isEqualTo(new JobEvent.DiskExceeded(0, 5L << 30));
    ContainerState shortOfMemory = exited(143, 5).withOutOfMemory();
    assertThat(onlyEvent(ContainerStep.next(running(), shortOfMemory, full)))
        .isEqualTo(new JobEvent.DiskExceeded(143, 5L << 30));
  }

  @Test
  void launchThatWouldFailAgainIsALaunchFailure() {
    Known failed =
        new Known(NOW, START_BY, null, null, Outages.NONE, "no such image", null, null, false);
    JobEvent expected = new JobEvent.LaunchFailed("Container can't be started: no such image");
    assertThat(onlyEvent(ContainerStep.next(starting(), null, failed))).isEqualTo(expected);
    assertThat(onlyEvent(ContainerStep.next(starting(), created(0), failed))).isEqualTo(expected);
  }

  @Test
  void jobThatIsGivenBackReturnsOnlyIfItsContainerNeverStarted() {
    Known unwanted =
        new Known(NOW, START_BY, null, null, Outages.NONE, null, "drained", null, false);
    JobEvent expected = new JobEvent.Returned("drained");
    assertThat(onlyEvent(ContainerStep.next(starting(), null, unwanted))).isEqualTo(expected);
    assertThat(onlyEvent(ContainerStep.next(starting(), created(0), unwanted))).isEqualTo(expected);
    assertThat(ContainerStep.next(running(), runningContainer(), unwanted))
        .isEqualTo(new Watch("c1"));
  }

  @Test
  void containerThatTheEngineCannotStopIsNotWaitedForForever() {
    Instant longAgo = NOW.minus(ContainerStep.LONGEST_STOP).minusSeconds(1);
    Known full = new Known(NOW, START_BY, 5L << 30, null, Outages.NONE, null, null, longAgo, false);
    Report report = (Report) ContainerStep.next(running(), runningContainer(), full);
    assertThat(report.leavesContainer()).isTrue();
    assertThat(onlyEvent(report)).isEqualTo(new JobEvent.DiskExceeded(137, 5L << 30));
    Known soon = new Known(NOW, START_BY, 5L << 30, null, Outages.NONE, null, null, NOW, false);
    assertThat(ContainerStep.next(running(), runningContainer(), soon)).isEqualTo(new Stop("c1"));
  }

  @Test
  void killDuringAnOutageIsAFault() {
    Outage outage = Outage.between(NOW.minusSeconds(60), NOW);
    Known afterOutage =
        new Known(NOW, START_BY, null, null, Outages.NONE.with(outage), null, null, null, false);
    assertThat(onlyEvent(ContainerStep.next(running(), exited(137, 5), afterOutage)))
        .isInstanceOf(JobEvent.Faulted.class);
    assertThat(onlyEvent(ContainerStep.next(running(), exited(3, 5), afterOutage)))
        .isEqualTo(new JobEvent.Exited(3, false));
    assertThat(onlyEvent(next(running(), exited(137, 5))))
        .isEqualTo(new JobEvent.Exited(137, false));
  }

  /** As Docker describes a container whose engine was killed during its start. */
  @Test
  void containerThatRunsSinceNoTimeIsStoppedAndItsAttemptEnds() {
    ContainerState since =
        new ContainerState("c1", "n", Map.of(), Phase.RUNNING, null, null, 0, false, "");
    assertThat(next(starting(), since)).isEqualTo(new Stop("c1"));
    assertThat(next(running(), since)).isEqualTo(new Stop("c1"));
    ContainerState stopped =
        new ContainerState("c1", "n", Map.of(), Phase.CREATED, null, NOW, 0, false, "");
    JobEvent fault = new JobEvent.Faulted(ContainerStep.START_FORGOTTEN);
    assertThat(onlyEvent(next(starting(), stopped))).isEqualTo(fault);
    Instant longAgo = NOW.minusSeconds(3600);
    Known unstoppable =
        new Known(NOW, START_BY, null, null, Outages.NONE, null, null, longAgo, false);
    assertThat(onlyEvent(ContainerStep.next(running(), since, unstoppable))).isEqualTo(fault);
  }

  @Test
  void outOfMemoryIsDistinguishedFromOtherKills() {
    ContainerState oom = exited(137, 5).withOutOfMemory();
    assertThat(onlyEvent(next(running(), oom))).isEqualTo(new JobEvent.Exited(137, true));
  }

  private static ContainerStep next(Assignment job, @Nullable ContainerState container) {
    return ContainerStep.next(
        job,
        container,
        new Known(NOW, START_BY, null, null, Outages.NONE, null, null, null, false));
  }

  private static JobEvent onlyEvent(ContainerStep step) {
    Report report = (Report) step;
    assertThat(report.isEnd()).isTrue();
    assertThat(report.events()).hasSize(1);
    return report.events().getFirst();
  }

  private static Assignment starting() {
    return job(JobStatus.STARTING, NOW.minusSeconds(2), null, false);
  }

  private static Assignment running() {
    return job(JobStatus.RUNNING, NOW.minusSeconds(10), NOW.minusSeconds(8), false);
  }

  private static Assignment cancelled(JobStatus status) {
    return job(status, NOW.minusSeconds(10), NOW.minusSeconds(8), true);
  }

  private static Assignment job(
      JobStatus status, Instant placedAt, @Nullable Instant startedAt, boolean cancelRequested) {
    return new Assignment(
        new JobId(new UUID(1, 2), 0),
        1,
        status,
        placedAt,
        startedAt,
        cancelRequested,
        TIMEOUT,
        4,
        1,
        1024);
  }

  private static ContainerState created(int exitCode) {
    String error = exitCode == 0 ? "" : "no such file";
    return new ContainerState(
        "c1", "n", Map.of(), Phase.CREATED, null, null, exitCode, false, error);
  }

  private static ContainerState accepted(String reason) {
    return new ContainerState("c1", "n", Map.of(), Phase.STARTING, null, null, 0, false, reason);
  }

  private static ContainerState runningContainer() {
    Instant started = NOW.minusSeconds(5);
    return new ContainerState("c1", "n", Map.of(), Phase.RUNNING, started, null, 0, false, "");
  }

  private static ContainerState exited(int exitCode, int seconds) {
    Instant started = NOW.minusSeconds(seconds);
    return new ContainerState("c1", "n", Map.of(), Phase.EXITED, started, NOW, exitCode, false, "");
  }
}
