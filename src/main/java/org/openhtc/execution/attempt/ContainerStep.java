package org.openhtc.execution.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

/**
 * The next step for an attempt on its host, decided from the job and its container. A pure
 * function: after a crash the same job and container lead to the same step.
 */
sealed interface ContainerStep {

  record Create() implements ContainerStep {}

  record Start(String container) implements ContainerStep {}

  /** Nothing to do: the engine has accepted the start. */
  record Await(String container) implements ContainerStep {}

  /** Stop the running container: its job was cancelled, is out of time or over its disk limit. */
  record Stop(String container) implements ContainerStep {}

  /** Nothing to do: the container may keep running. */
  record Watch(String container) implements ContainerStep {}

  /**
   * Report to the database what happened to the job.
   *
   * @param isEnd the attempt has ended; its container exists only until its log is archived
   * @param leavesContainer the engine can't stop the container: it is not waited for
   */
  record Report(List<JobEvent> events, boolean isEnd, boolean leavesContainer)
      implements ContainerStep {

    /** The same report, with another last event. */
    Report endingWith(JobEvent last) {
      List<JobEvent> changed = new ArrayList<>(events);
      changed.set(changed.size() - 1, last);
      return new Report(changed, isEnd, leavesContainer);
    }
  }

  /** Why an attempt ends whose container does not run by its deadline. */
  String LATE = "Its container did not start in time";

  /** Why an attempt ends whose container was ended by its engine. */
  String ENGINE_ENDED = "The host's engine was restarted";

  /** Why an attempt ends whose engine does not know whether its container was started. */
  String START_FORGOTTEN =
      "The host's engine was restarted, and may have started the container before";

  /** The exit code of a process that SIGKILL ended. */
  int KILLED = 137;

  /** After this time without an effect, a stop is not repeated. */
  Duration LONGEST_STOP = Duration.ofMinutes(10);

  /**
   * What else the decision depends on.
   *
   * @param startBy when the container must run at the latest
   * @param overDisk bytes written if they exceed the job's disk limit; else null
   * @param pullFailure message of the registry about the last failed pull of the job's image; else
   *     null
   * @param outages the last times in which the engine was unreachable
   * @param launchFailure why another launch would fail too; null if it might succeed
   * @param returnReason why the job has to return to the queue if its container was never started;
   *     null if it has not
   * @param stoppingSince when the container was first stopped; null if it was not
   * @param isSignalled whether the engine has sent it a signal for another reason
   */
  record Known(
      Instant now,
      Instant startBy,
      @Nullable Long overDisk,
      @Nullable String pullFailure,
      Outages outages,
      @Nullable String launchFailure,
      @Nullable String returnReason,
      @Nullable Instant stoppingSince,
      boolean isSignalled) {}

  static ContainerStep next(Assignment job, @Nullable ContainerState container, Known known) {
    if (container == null) {
      return absent(job, known);
    }
    return switch (container.phase()) {
      case CREATED -> created(job, container, known);
      case STARTING -> starting(job, container, known);
      case RUNNING -> running(job, container, known);
      case EXITED -> new Report(exited(job, container, known), true, false);
    };
  }

  private static ContainerStep absent(Assignment job, Known known) {
    if (job.cancelRequested()) {
      return end(new JobEvent.Cancelled());
    }
    if (job.status() == JobStatus.RUNNING) {
      return end(new JobEvent.Faulted("Its container was removed from the host"));
    }
    if (known.returnReason() != null) {
      return end(new JobEvent.Returned(known.returnReason()));
    }
    if (known.launchFailure() != null) {
      return launchFailed(known.launchFailure());
    }
    return isOverdue(known) ? neverCreated(known) : new Create();
  }

  private static ContainerStep launchFailed(String reason) {
    return end(new JobEvent.LaunchFailed("Container can't be started: " + reason));
  }

  private static ContainerStep neverCreated(Known known) {
    String failure = known.pullFailure();
    return failure == null
        ? overdue()
        : end(new JobEvent.LaunchFailed("Image can't be pulled: " + failure));
  }

  private static ContainerStep created(Assignment job, ContainerState container, Known known) {
    if (job.cancelRequested()) {
      return end(new JobEvent.Cancelled());
    }
    if (container.finishedAt() != null) {
      return end(new JobEvent.Faulted(START_FORGOTTEN)); // it ran: see running
    }
    if (known.returnReason() != null && job.status() == JobStatus.STARTING) {
      return end(new JobEvent.Returned(known.returnReason()));
    }
    if (container.exitCode() != 0) {
      return launchFailed(container.error());
    }
    if (known.launchFailure() != null) {
      return launchFailed(known.launchFailure());
    }
    return isOverdue(known) ? overdue() : new Start(container.id());
  }

  private static ContainerStep starting(Assignment job, ContainerState container, Known known) {
    if (job.cancelRequested()) {
      return end(new JobEvent.Cancelled());
    }
    if (!isOverdue(known)) {
      return new Await(container.id());
    }
    return container.error().isEmpty()
        ? overdue()
        : end(new JobEvent.Faulted(LATE + ": " + container.error()));
  }

  /**
   * A Docker engine that is killed during a start describes the container as running since no time:
   * its program may have run or not, and its end may never be reported. So it is stopped.
   */
  private static ContainerStep running(Assignment job, ContainerState container, Known known) {
    boolean isForgotten = container.startedAt() == null;
    if (isForgotten
        || job.cancelRequested()
        || known.overDisk() != null
        || isTimedOut(job, known)) {
      return isUnstoppable(known)
          ? new Report(List.of(unstoppable(job, known)), true, true)
          : new Stop(container.id());
    }
    return job.status() == JobStatus.STARTING
        ? new Report(List.of(new JobEvent.ContainerStarted()), false, false)
        : new Watch(container.id());
  }

  private static boolean isUnstoppable(Known known) {
    return known.stoppingSince() != null
        && known.now().isAfter(known.stoppingSince().plus(LONGEST_STOP));
  }

  /** As if the kill had had its effect, because no better end will be known. */
  private static JobEvent unstoppable(Assignment job, Known known) {
    if (job.cancelRequested()) {
      return new JobEvent.Cancelled();
    }
    if (known.overDisk() != null) {
      return new JobEvent.DiskExceeded(KILLED, known.overDisk());
    }
    return isTimedOut(job, known)
        ? new JobEvent.TimedOut(KILLED)
        : new JobEvent.Faulted(START_FORGOTTEN);
  }

  private static List<JobEvent> exited(Assignment job, ContainerState container, Known known) {
    List<JobEvent> events = new ArrayList<>();
    boolean hasRun = container.startedAt() != null;
    if (hasRun && job.status() == JobStatus.STARTING) {
      events.add(new JobEvent.ContainerStarted());
    }
    events.add(ending(job, container, known));
    return events;
  }

  private static JobEvent ending(Assignment job, ContainerState container, Known known) {
    int exitCode = container.exitCode();
    if (known.overDisk() != null) {
      return new JobEvent.DiskExceeded(exitCode, known.overDisk());
    }
    if (!container.error().isEmpty()) {
      return new JobEvent.Faulted(container.error());
    }
    if (exitCode != 0 && container.outOfMemory()) {
      return new JobEvent.Exited(exitCode, true);
    }
    if (endedByTimeout(job, container, known)) {
      return new JobEvent.TimedOut(exitCode);
    }
    boolean mayBeKilled = known.isSignalled() || isKill(exitCode);
    if (mayBeKilled && known.outages().contain(container.finishedAt())) {
      return new JobEvent.Faulted(ENGINE_ENDED);
    }
    if (exitCode == 0) {
      return new JobEvent.Exited(0, container.outOfMemory());
    }
    return new JobEvent.Exited(exitCode, false);
  }

  /** 137: SIGKILL; 143: SIGTERM; 255: what an engine reports after a crash of its machine. */
  static boolean isKill(int exitCode) {
    return exitCode == KILLED || exitCode == 143 || exitCode == 255;
  }

  /** A job that is stopped by its timeout may end with 0, but not before the timeout. */
  private static boolean endedByTimeout(Assignment job, ContainerState container, Known known) {
    int comparison = container.ranFor().compareTo(timeout(job));
    return container.exitCode() == 0
        ? comparison > 0
        : comparison >= 0 || (isKill(container.exitCode()) && isTimedOut(job, known));
  }

  private static boolean isTimedOut(Assignment job, Known known) {
    return job.startedAt() != null && !known.now().isBefore(job.startedAt().plus(timeout(job)));
  }

  private static Duration timeout(Assignment job) {
    return Duration.ofSeconds(job.execTimeoutSeconds());
  }

  private static boolean isOverdue(Known known) {
    return known.now().isAfter(known.startBy());
  }

  private static ContainerStep overdue() {
    return end(new JobEvent.Faulted(LATE));
  }

  private static ContainerStep end(JobEvent event) {
    return new Report(List.of(event), true, false);
  }
}
