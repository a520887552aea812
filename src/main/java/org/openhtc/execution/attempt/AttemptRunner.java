package org.openhtc.execution.attempt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

/**
 * Advances one attempt on one host step by step, until it has ended or has to wait. Every step
 * starts from the present state of the job and of its container, so it does not depend on the
 * process that took the step before.
 */
public final class AttemptRunner {
  /** A running job whose container can't be inspected for so long is lost. */
  private static final Duration LONGEST_UNREADABLE = Duration.ofMinutes(10);

  /** The container was started, and is gone before its start was reported. */
  private static final ContainerStep.Report REMOVED =
      new ContainerStep.Report(
          List.of(new JobEvent.Faulted("Its container was removed from the host")), true, false);

  /** The engine may have been killed while it started the container, or after that. */
  private static final ContainerStep.Report FORGOTTEN =
      new ContainerStep.Report(
          List.of(new JobEvent.Faulted(ContainerStep.START_FORGOTTEN)), true, false);

  private final String installation;
  private final AttemptObservation observation;
  private final AttemptReports reports;
  private final AttemptCleanup cleanup;
  private final FaultFinder faults;
  private final Duration stopGrace;

  /**
   * @param stopGrace time between SIGTERM and SIGKILL
   */
  public AttemptRunner(
      String installation,
      AttemptObservation observation,
      AttemptReports reports,
      AttemptCleanup cleanup,
      FaultFinder faults,
      Duration stopGrace) {
    this.installation = installation;
    this.observation = observation;
    this.reports = reports;
    this.cleanup = cleanup;
    this.faults = faults;
    this.stopGrace = stopGrace;
  }

  /** Why no further step can be taken now. */
  public sealed interface Result {
    /** The container runs as it should. */
    record Running(Assignment job, String container) implements Result {}

    /** The engine has accepted the start of the container, which does not run yet. */
    record Starting(Assignment job, String container) implements Result {}

    /**
     * The attempt has to be launched.
     *
     * @param container exists and was never started; null if there is no container
     */
    record ToLaunch(Assignment job, @Nullable String container) implements Result {}

    /** The attempt is over, and its container is removed or left to a later cleanup. */
    record Over() implements Result {}

    /** This process no longer leads the host. */
    record NotLed() implements Result {}
  }

  /**
   * Takes the steps that are possible now.
   *
   * @param isLed whether this process still leads the host; checked before each effect
   * @throws EngineException.Unreachable if the engine failed: to be repeated later
   */
  public Result advance(
      ContainerEngine engine, AttemptId attempt, AttemptNotes notes, BooleanSupplier isLed) {
    Optional<Assignment> job = reports.find(attempt);
    String container = attempt.containerName(installation);
    if (!isLed.getAsBoolean()) {
      return new Result.NotLed();
    }
    if (job.isEmpty()) {
      cleanup.cleanUp(engine, container, attempt, notes, isLed);
      return new Result.Over();
    }
    return new Steps(engine, attempt, container, notes, isLed, job.get()).take();
  }

  /** The steps of one attempt. */
  private final class Steps {
    private final ContainerEngine engine;
    private final AttemptId attempt;
    private final String container;
    private final AttemptNotes notes;
    private final BooleanSupplier isLed;
    private Assignment job;
    private boolean isKillConfirmed;

    Steps(
        ContainerEngine engine,
        AttemptId attempt,
        String container,
        AttemptNotes notes,
        BooleanSupplier isLed,
        Assignment job) {
      this.engine = engine;
      this.attempt = attempt;
      this.container = container;
      this.notes = notes;
      this.isLed = isLed;
      this.job = job;
    }

    Result take() {
      while (isLed.getAsBoolean()) {
        ContainerState state;
        try {
          state = observation.inspect(engine, container);
          notes.readable();
          if (state != null && observation.isSignalled(state.id())) {
            notes.signalled();
          }
        } catch (EngineException.Unreachable e) {
          return lostIfUnreadableForLong(e);
        }
        ContainerStep step =
            ContainerStep.next(job, state, observation.known(engine, job, state, notes));
        Result result = take(step, state);
        if (result != null) {
          return result;
        }
      }
      return new Result.NotLed();
    }

    /** Null if a further step follows at once. */
    private @Nullable Result take(ContainerStep step, @Nullable ContainerState state) {
      return switch (step) {
        case ContainerStep.Create create ->
            notes.hasStarted() ? report(REMOVED, state) : new Result.ToLaunch(job, null);
        case ContainerStep.Start start ->
            mayHaveStarted(start.container())
                ? report(FORGOTTEN, state)
                : new Result.ToLaunch(job, start.container());
        case ContainerStep.Await await -> new Result.Starting(job, await.container());
        case ContainerStep.Watch watch -> new Result.Running(job, watch.container());
        case ContainerStep.Stop stop -> {
          notes.stopping(clock().instant());
          engine.stop(stop.container(), stopGrace);
          yield null;
        }
        case ContainerStep.Report report -> {
          if (state != null && isNeverStarted(report, state) && mayHaveStarted(state.id())) {
            yield report(FORGOTTEN, state);
          }
          if (mayBeKilledByEngine(report) && !isKillConfirmed) {
            if (isShuttingDown(report)) {
              yield report(
                  report.endingWith(new JobEvent.Faulted(ContainerStep.ENGINE_ENDED)), state);
            }
            isKillConfirmed = true;
            observation.awaitOomEvent(state);
            yield null; // another inspection
          }
          yield report(checked(report, state), state);
        }
      };
    }

    /** No attempt runs twice: one whose container may have run is over, and does not return. */
    private boolean mayHaveStarted(String found) {
      return notes.hasStarted()
          || job.status() == JobStatus.RUNNING
          || engine.mayHaveForgottenStart(found);
    }

    /** Whether the report means that the container, which exists, was never started. */
    private static boolean isNeverStarted(ContainerStep.Report report, ContainerState state) {
      return state.phase() == ContainerState.Phase.CREATED
          && state.exitCode() == 0
          && switch (report.events().getLast()) {
            case JobEvent.Returned returned -> true;
            case JobEvent.LaunchFailed failed -> true;
            default -> false;
          };
    }

    /**
     * An engine that shuts down ends its containers, and still responds on open connections until
     * it ends. So another call checks whether it shuts down before that counts as the job's own
     * end.
     */
    private boolean mayBeKilledByEngine(ContainerStep.Report report) {
      return report.events().getLast() instanceof JobEvent.Exited exited
          && !exited.outOfMemory()
          && (notes.isSignalled() || ContainerStep.isKill(exited.exitCode()));
    }

    /**
     * Whether the engine has sent a signal to the container, and refuses further calls.
     *
     * @throws EngineException.Unreachable if it does not respond for another reason
     */
    private boolean isShuttingDown(ContainerStep.Report report) {
      try {
        engine.facts();
        return false;
      } catch (EngineException.Unreachable e) {
        // That of a kill is found later, by its time: until then the job is not placed again.
        if (notes.isSignalled() && !endedByKill(report)) {
          return true;
        }
        throw e;
      }
    }

    private static boolean endedByKill(ContainerStep.Report report) {
      return report.events().getLast() instanceof JobEvent.Exited exited
          && ContainerStep.isKill(exited.exitCode());
    }

    /** The report, with a fault instead of a failure that the host has caused. */
    private ContainerStep.Report checked(
        ContainerStep.Report report, @Nullable ContainerState state) {
      if (job.cancelRequested()) {
        return report;
      }
      boolean hasStarted = notes.hasStarted() || job.status() == JobStatus.RUNNING;
      Duration ranFor = state == null ? Duration.ZERO : state.ranFor();
      JobEvent last = report.events().getLast();
      return report.endingWith(faults.checked(engine, last, ranFor, hasStarted));
    }

    private @Nullable Result report(ContainerStep.Report step, @Nullable ContainerState state) {
      return switch (reports.record(jobReports(step, state))) {
        case COUNTED -> {
          if (step.isEnd()) {
            yield end(step);
          }
          job = job.running(startedAt(state));
          yield null;
        }
        case MOVED_ON -> end(step);
        case STILL_ASSIGNED -> {
          job = reports.find(attempt).orElse(job);
          if (step.isEnd()) {
            throw new EngineException.Unreachable(
                "the end of " + container + " was not counted", null);
          }
          yield null;
        }
      };
    }

    /** A container that the engine can't stop is left to a later cleanup. */
    private Result end(ContainerStep.Report step) {
      if (!step.leavesContainer() && isLed.getAsBoolean()) {
        cleanup.cleanUp(engine, container, attempt, notes, isLed);
      }
      return new Result.Over();
    }

    private Result lostIfUnreadableForLong(EngineException.Unreachable problem) {
      Instant now = clock().instant();
      if (now.isBefore(notes.unreadable(now).plus(LONGEST_UNREADABLE))) {
        throw problem;
      }
      JobEvent lost =
          new JobEvent.Faulted("Its container can't be inspected: " + problem.getMessage());
      reports.record(List.of(new JobReport(job.id(), job.attempt(), now, lost)));
      return new Result.Over();
    }

    private List<JobReport> jobReports(ContainerStep.Report step, @Nullable ContainerState state) {
      return step.events().stream().map(event -> jobReport(event, timeOf(event, state))).toList();
    }

    private JobReport jobReport(JobEvent event, Instant at) {
      return new JobReport(job.id(), job.attempt(), at, event, notes.usage(), null);
    }

    private Instant timeOf(JobEvent event, @Nullable ContainerState state) {
      if (event instanceof JobEvent.ContainerStarted) {
        return startedAt(state);
      }
      Instant finished = state == null ? null : state.finishedAt();
      return finished == null ? clock().instant() : latest(finished, startedAt(state));
    }

    private Instant startedAt(@Nullable ContainerState state) {
      Instant started = state == null ? null : state.startedAt();
      return started == null ? clock().instant() : latest(started, job.placedAt());
    }
  }

  private Clock clock() {
    return observation.clock();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
