package org.openhtc.execution.attempt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.job.assignment.Assignment;

/** Reads the state of the containers on one host, and what else decides their next step. */
public final class AttemptObservation {
  private final OomEvents oomEvents;
  private final RecentContainers signalled;
  private final DiskWatch diskWatch;
  private final EngineStatus engineStatus;
  private final ContainerLaunch launch;
  private final Duration startDeadline;
  private final Clock clock;

  /**
   * @param startDeadline longest time from placement, or from when there is room, to a running
   *     container
   */
  public AttemptObservation(
      OomEvents oomEvents,
      RecentContainers signalled,
      DiskWatch diskWatch,
      EngineStatus engineStatus,
      ContainerLaunch launch,
      Duration startDeadline,
      Clock clock) {
    this.oomEvents = oomEvents;
    this.signalled = signalled;
    this.diskWatch = diskWatch;
    this.engineStatus = engineStatus;
    this.launch = launch;
    this.startDeadline = startDeadline;
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  /** The state of the container, with times by the clock of this process; null if it is absent. */
  @Nullable ContainerState inspect(ContainerEngine engine, String container) {
    Optional<ContainerState> state = engine.inspect(container);
    return state.map(oomEvents::applyTo).map(s -> s.shifted(engineStatus.clockSkew())).orElse(null);
  }

  /** Whether the engine has sent a signal to the container, also before this session. */
  boolean isSignalled(String container) {
    return signalled.contains(container);
  }

  /** Waits until the event could have arrived that the memory limit was the reason for the end. */
  void awaitOomEvent(@Nullable ContainerState state) {
    if (state != null) {
      oomEvents.await(state.id());
    }
  }

  ContainerStep.Known known(
      ContainerEngine engine, Assignment job, @Nullable ContainerState state, AttemptNotes notes) {
    Instant now = clock.instant();
    Instant startBy = notes.startBy(job, startDeadline);
    return new ContainerStep.Known(
        now,
        startBy,
        overDisk(engine, job, state, notes),
        state == null ? launch.pullFailure(job) : null,
        engineStatus.outages(),
        notes.launchFailure(),
        notes.returnReason(now.isAfter(startBy)),
        notes.stoppingSince(),
        notes.isSignalled());
  }

  private @Nullable Long overDisk(
      ContainerEngine engine, Assignment job, @Nullable ContainerState state, AttemptNotes notes) {
    return state != null && state.phase() == ContainerState.Phase.EXITED
        ? diskWatch.overAtEnd(engine, job, state, notes.overDisk())
        : notes.overDisk();
  }
}
