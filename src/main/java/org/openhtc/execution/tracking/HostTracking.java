package org.openhtc.execution.tracking;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.attempt.AttemptNotes;
import org.openhtc.execution.attempt.AttemptRunner;
import org.openhtc.execution.attempt.DiskWatch;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.job.assignment.Assignment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks the attempts on one host over one connection and under one lease, and lets workers advance
 * them. It starts empty, as after a restart, and is not used after {@link #close}.
 */
public final class HostTracking implements AttemptWork {
  private static final Logger log = LoggerFactory.getLogger(HostTracking.class);

  /** More concurrent launches do not make one engine faster. */
  private static final int MOST_WORKERS = 64;

  /** Removals at the same time per processor; more of them slow the launches down. */
  private static final int ENDS_PER_CORE = 2;

  /** Creations for jobs that wait for room; they must not slow the starts of others down. */
  private static final int PREPARATIONS_PER_CORE = 1;

  /** An engine starts no more at the same time without becoming slower. */
  private static final int PREPARED_PER_CORE = 2;

  private static final int MEASUREMENTS = 4;

  private final String host;
  private final HostOperations operations;
  private final ContainerEngine engine;
  private final BooleanSupplier isLed;
  private final Runnable unexpected;
  private final StartReports startReports;
  private final Clock clock;
  private final AttemptTable table;
  private final HostAttempts attempts;
  private final TrackedLaunches trackedLaunches;
  private final LaunchWork launchWork;
  private final TrackedWork work;
  private final UsageReadings usageReadings;
  private final WorkQueue launches;
  private final WorkQueue preparations;
  private final WorkQueue ends;
  private final WorkQueue steps;
  private final WorkQueue measurements;
  private volatile String lastFailure = "";

  /**
   * @param engine connected
   * @param isLed whether this process still holds the lease of the host
   * @param unexpected called after a failure: the containers should be listed soon
   * @param startDeadline longest time from placement to a running container
   */
  HostTracking(
      String host,
      HostOperations operations,
      ContainerEngine engine,
      BooleanSupplier isLed,
      Runnable unexpected,
      StartReports startReports,
      WorkLimits limits,
      BackgroundWork background,
      Duration startDeadline,
      Clock clock) {
    this.host = host;
    this.operations = operations;
    this.engine = engine;
    this.isLed = isLed;
    this.unexpected = unexpected;
    this.startReports = startReports;
    this.clock = clock;
    this.table = new AttemptTable(this, clock);
    this.attempts =
        new HostAttempts(
            table,
            operations.ends(),
            operations.diskWatch(),
            operations.signalled(),
            engine.startDelay(),
            startDeadline);
    this.trackedLaunches = new TrackedLaunches(table);
    this.launchWork =
        new LaunchWork(
            operations, engine, isLed, trackedLaunches, this::noteFailure, unexpected, clock);
    this.work = new TrackedWork(table);
    this.usageReadings = new UsageReadings(engine, table);
    this.launches = new WorkQueue("launch-" + host, background, limits.launches, 1);
    this.preparations =
        new WorkQueue("prepare-" + host, background, limits.preparations, PREPARATIONS_PER_CORE);
    this.ends = new WorkQueue("end-" + host, background, limits.ends, 1);
    this.steps = new WorkQueue("step-" + host, background, limits.steps, 1);
    this.measurements =
        new WorkQueue("measure-" + host, background, limits.measurements, MEASUREMENTS);
  }

  /**
   * Sets the number of workers by the size of the machine.
   *
   * @param vcpus processors of the host
   * @param startsPerCore concurrent launches per processor
   */
  public void size(int vcpus, int startsPerCore) {
    launches.limit(Math.clamp((long) startsPerCore * vcpus, 1, MOST_WORKERS));
    // A separate creation would only cost another call.
    int prepared = engine.runsInOneCall() ? 0 : PREPARED_PER_CORE * vcpus;
    table.change(change -> change.room().prepareAtMost(prepared));
    preparations.limit(Math.clamp((long) PREPARATIONS_PER_CORE * vcpus, 1, MOST_WORKERS));
    ends.limit(Math.clamp((long) ENDS_PER_CORE * vcpus, 1, MOST_WORKERS));
    steps.limit(Math.clamp((long) startsPerCore * vcpus, 8, MOST_WORKERS));
  }

  /** To be taken before a snapshot is read. */
  public long version() {
    return attempts.version();
  }

  /** The first snapshots: the containers were listed before the assignments were read. */
  public void opened(Map<AttemptId, ContainerSummary> containers, List<Assignment> jobs) {
    attempts.opened(containers, jobs);
  }

  /** Jobs that were placed on the host just now. */
  public void placed(List<Assignment> jobs) {
    attempts.placed(jobs, clock.instant());
  }

  /** All jobs of the host, read after {@link #version}. */
  public void assigned(long version, List<Assignment> jobs) {
    attempts.assigned(version, jobs, clock.instant());
  }

  /**
   * All containers of the host, listed after {@link #version}.
   *
   * @return whether the list contains anything that was not expected
   */
  public boolean listed(long version, Map<AttemptId, ContainerSummary> containers) {
    return attempts.listed(version, containers, clock.instant());
  }

  /**
   * An event of the engine.
   *
   * @param skew how far the engine's clock is ahead
   */
  public void happened(AttemptId attempt, EngineEvent event, Duration skew) {
    if (event instanceof EngineEvent.OutOfMemory) {
      operations.oomEvents().add(event.containerId());
    }
    if (event instanceof EngineEvent.Signalled) {
      operations.signalled().add(event.containerId());
    }
    attempts.happened(attempt, event, skew);
  }

  /** The capacity of the host for jobs; before the first call there is room for one job. */
  public void resize(long vcpus, long memoryMib) {
    attempts.resize(vcpus, memoryMib);
  }

  /**
   * @param isHeld whether nothing may be launched until another call; jobs wait meanwhile as if
   *     there was no room
   */
  public void hold(boolean isHeld) {
    table.change(change -> change.room().hold(isHeld));
  }

  /**
   * Returns jobs to the queue that were placed ahead, unless they have room by now.
   *
   * @param isUnwanted whether the job has to be returned
   * @param reason a sentence without a full stop
   */
  public void returnToQueue(Predicate<Assignment> isUnwanted, String reason) {
    attempts.returnToQueue(isUnwanted, reason);
  }

  /** Queues the work of attempts whose pause is over or whose deadline has passed. */
  public void checkDeadlines() {
    attempts.due(clock.instant());
  }

  /** Reads what running containers use, if that is due. */
  public void readUsage() {
    usageReadings.readWhenDue(clock.instant());
  }

  public boolean isIdle() {
    return attempts.isEmpty();
  }

  /** Attempts that have to be read, reported or cleaned up. */
  public int unfinished() {
    return attempts.unfinished();
  }

  /** Why the last work on an attempt failed; empty if none did. */
  public String lastFailure() {
    return lastFailure;
  }

  /** Lets workers do nothing more; does not wait for those in an engine call. */
  public void close() {
    table.close();
    launches.clear();
    preparations.clear();
    ends.clear();
    steps.clear();
    measurements.clear();
  }

  @Override
  public void launch(AttemptId attempt) {
    launches.add(attempt.logged(() -> launchWork.launch(attempt)));
  }

  @Override
  public void prepare(AttemptId attempt) {
    preparations.add(attempt.logged(() -> launchWork.prepare(attempt)));
  }

  @Override
  public void finish(AttemptId attempt) {
    ends.add(attempt.logged(() -> finishNow(attempt)));
  }

  @Override
  public void step(AttemptId attempt) {
    steps.add(attempt.logged(() -> stepNow(attempt)));
  }

  @Override
  public void measure(AttemptId attempt) {
    measurements.add(attempt.logged(() -> measureNow(attempt)));
  }

  @Override
  public void reportStart(AttemptId attempt) {
    startReports.add(trackedLaunches, attempt, clock.instant());
  }

  private void finishNow(AttemptId attempt) {
    work.takeEnd(attempt).ifPresent(end -> finish(attempt, end));
  }

  private void finish(AttemptId attempt, TrackedWork.End end) {
    try {
      boolean isDone = operations.ends().finish(engine, end.run(), end.notes(), isLed);
      work.finished(attempt, isDone, clock.instant());
    } catch (RuntimeException | Error e) {
      noteFailure(attempt, e);
      work.failed(attempt, clock.instant());
    }
  }

  private void stepNow(AttemptId attempt) {
    work.takeStep(attempt).ifPresent(notes -> step(attempt, notes));
  }

  private void step(AttemptId attempt, AttemptNotes notes) {
    try {
      AttemptRunner.Result result = operations.runner().advance(engine, attempt, notes, isLed);
      work.stepped(attempt, result, clock.instant());
    } catch (RuntimeException | Error e) {
      noteFailure(attempt, e);
      work.failed(attempt, clock.instant());
    }
  }

  private void measureNow(AttemptId attempt) {
    try {
      work.takeMeasurement(attempt).ifPresent(running -> measure(attempt, running));
    } catch (EngineException e) {
      noteFailure(attempt, e);
    } finally {
      work.measurementEnded(attempt, clock.instant());
    }
  }

  private void measure(AttemptId attempt, TrackedWork.Measurement running) {
    DiskWatch watch = operations.diskWatch();
    watch
        .written(engine, running.container())
        .ifPresent(bytes -> work.measured(attempt, bytes, watch.isExceeded(running.job(), bytes)));
  }

  private void noteFailure(AttemptId attempt, Throwable problem) {
    lastFailure = String.valueOf(problem.getMessage());
    unexpected.run();
    log.info(
        "Host {}: work on attempt {} of job {} failed, to be repeated: {}",
        host,
        attempt.attempt(),
        attempt.job(),
        problem.toString());
  }
}
