package org.openhtc.execution.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.DiskWatch;
import org.openhtc.execution.attempt.OrdinaryEnd;
import org.openhtc.execution.attempt.RecentContainers;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.tracking.AttemptTable.Change;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.DueTime;

/**
 * The attempts of one host, from one connection to its engine until the next. Placements and events
 * change it at once. A list of the host's containers and a read of its assignments correct it: they
 * alone are authoritative. A contradiction makes an attempt unclear, and a worker reads its state.
 */
final class HostAttempts {
  /** A placement that arrives later is left to the next read of the assignments. */
  private static final Duration PLACEMENT_DELAY = Duration.ofSeconds(10);

  private final AttemptTable table;
  private final OrdinaryEnd ends;
  private final DiskWatch diskWatch;
  private final RecentContainers signalled;
  private final Duration startDelay;
  private final Duration startDeadline;

  /**
   * @param startDelay within which the engine shows that a container has started
   */
  HostAttempts(
      AttemptTable table,
      OrdinaryEnd ends,
      DiskWatch diskWatch,
      RecentContainers signalled,
      Duration startDelay,
      Duration startDeadline) {
    this.table = table;
    this.ends = ends;
    this.diskWatch = diskWatch;
    this.signalled = signalled;
    this.startDelay = startDelay;
    this.startDeadline = startDeadline;
  }

  /** To be taken before a snapshot is read, so that its age is known. */
  long version() {
    return table.read(Change::version);
  }

  /** Attempts with work left that are not running or waiting for their launch. */
  int unfinished() {
    return table.read(change ->
        (int)
            change.attempts().values().stream()
                .filter(a -> a.phase == Phase.ENDED || a.phase == Phase.UNCLEAR)
                .count());
  }

  boolean isEmpty() {
    return table.read(change -> change.attempts().isEmpty());
  }

  /** Jobs that were placed on the host just now. */
  void placed(List<Assignment> jobs, Instant now) {
    table.change(change -> {
      jobs.stream()
          .filter(job -> now.isBefore(job.placedAt().plus(PLACEMENT_DELAY)))
          .forEach(job -> Snapshots.placed(change, job));
    });
  }

  /** The first snapshots after a connection; see {@link Snapshots#opened}. */
  void opened(Map<AttemptId, ContainerSummary> containers, List<Assignment> jobs) {
    table.change(change -> Snapshots.opened(change, containers, jobs));
  }

  /**
   * @param version of the table before the assignments were read
   */
  void assigned(long version, List<Assignment> jobs, Instant now) {
    table.change(change -> Snapshots.assigned(change, version, jobs, now));
  }

  /**
   * @param version of the table before the containers were listed
   * @return whether it contains anything that was not expected
   */
  boolean listed(long version, Map<AttemptId, ContainerSummary> containers, Instant now) {
    AtomicBoolean isUnexpected = new AtomicBoolean();
    table.change(change -> isUnexpected.set(Snapshots.listed(change, version, containers, now)));
    return isUnexpected.get();
  }

  /** The capacity of the host for jobs. */
  void resize(long vcpus, long memoryMib) {
    table.change(change -> change.room().resize(vcpus, memoryMib));
  }

  /**
   * Returns jobs to the queue whose attempts wait for room, also those whose container could not be
   * created meanwhile.
   *
   * @param isUnwanted whether the attempt has to be returned
   * @param reason a sentence without a full stop
   */
  void returnToQueue(Predicate<Assignment> isUnwanted, String reason) {
    table.change(change -> {
      for (TrackedAttempt attempt : List.copyOf(change.room().waiting())) {
        if (attempt.job != null && isUnwanted.test(attempt.job)) {
          returnToQueue(change, attempt, reason);
        }
      }
    });
  }

  private static void returnToQueue(Change change, TrackedAttempt attempt, String reason) {
    switch (attempt.phase) {
      case WAITING, PREPARING, PREPARED -> {
        attempt.notes.returnToQueue(reason);
        change.unclear(attempt);
      }
      case UNCLEAR -> {
        attempt.notes.returnToQueue(reason);
        attempt.nextTry = DueTime.NOW; // to be read in the next pass
      }
      case LAUNCHING, RUNNING, ENDED, DONE -> {}
    }
  }

  /** Queues the work of attempts whose pause is over or whose deadline has passed. */
  void due(Instant now) {
    table.change(change -> {
      Collection<TrackedAttempt> attempts = change.attempts().values();
      attempts.forEach(attempt -> due(change, attempt, now));
    });
  }

  private void due(Change change, TrackedAttempt attempt, Instant now) {
    if (attempt.isQueued || attempt.isBusy || !attempt.isDue(now)) {
      return;
    }
    switch (attempt.phase) {
      case WAITING, PREPARED -> waitingIsDue(change, attempt, now);
      case RUNNING -> runningIsDue(change, attempt, now);
      case ENDED -> change.finish(attempt);
      case UNCLEAR -> change.step(attempt);
      case PREPARING, LAUNCHING, DONE -> {}
    }
  }

  private void waitingIsDue(Change change, TrackedAttempt attempt, Instant now) {
    Assignment job = attempt.job;
    if (job == null
        || job.cancelRequested()
        || now.isAfter(attempt.notes.startBy(job, startDeadline))) {
      change.unclear(attempt);
    } else if (!attempt.isLaunching) {
      change.await(attempt, job, true);
    }
  }

  private void runningIsDue(Change change, TrackedAttempt attempt, Instant now) {
    if (attempt.isCancelled()
        || attempt.isTimedOut(now)
        || attempt.isStartMissing(now, startDelay, startDeadline)) {
      change.unclear(attempt);
    } else if (attempt.isMeasurementDue(diskWatch, now)) {
      change.measure(attempt);
    }
  }

  /**
   * @param skew how far the engine's clock is ahead
   */
  void happened(AttemptId id, EngineEvent event, Duration skew) {
    boolean isSignalled = signalled.contains(event.containerId());
    table.change(change -> {
      TrackedAttempt attempt = change.attempts().get(id);
      if (attempt != null && isSignalled) {
        attempt.notes.signalled();
      }
      switch (event) {
        case EngineEvent.Started started -> started(change, attempt, started, skew);
        case EngineEvent.Ended ended -> ended(change, id, attempt, ended, skew);
        case EngineEvent.OutOfMemory oom -> outOfMemory(attempt);
        case EngineEvent.Signalled noted -> {}
        case EngineEvent.Removed removed -> removed(change, attempt);
      }
    });
  }

  private static void started(
      Change change, @Nullable TrackedAttempt attempt, EngineEvent.Started event, Duration skew) {
    if (attempt == null || attempt.startedAt != null) {
      return;
    }
    attempt.observedStart(event.containerId(), event.at().minus(skew));
    switch (attempt.phase) {
      case WAITING, PREPARING, PREPARED, LAUNCHING, RUNNING -> {
        attempt.running(change.nextVersion());
        change.room().occupy(attempt);
        if (attempt.isCancelled()) {
          change.unclear(attempt);
        } else {
          change.reportStart(attempt);
        }
      }
      case UNCLEAR -> change.unclear(attempt);
      case ENDED, DONE -> {}
    }
  }

  private void ended(
      Change change,
      AttemptId id,
      @Nullable TrackedAttempt known,
      EngineEvent.Ended event,
      Duration skew) {
    TrackedAttempt attempt = known == null ? change.add(id, Phase.UNCLEAR) : known;
    change.room().vacate(attempt);
    attempt.notes.started();
    switch (attempt.phase) {
      case WAITING, PREPARING, PREPARED, LAUNCHING, RUNNING -> {
        Optional<OrdinaryEnd.Run> run = attempt.run(event, skew).filter(ends::isOrdinary);
        if (run.isPresent() && !attempt.isOutOfMemory && !attempt.notes.isSignalled()) {
          attempt.ended(run.get(), change.nextVersion());
          change.finish(attempt);
        } else {
          change.unclear(attempt);
        }
      }
      case UNCLEAR -> change.unclear(attempt);
      case ENDED, DONE -> {}
    }
  }

  private static void outOfMemory(@Nullable TrackedAttempt attempt) {
    if (attempt != null) {
      attempt.isOutOfMemory = true;
    }
  }

  /** Most containers are removed by the workers of this host, which need no further work. */
  private static void removed(Change change, @Nullable TrackedAttempt attempt) {
    if (attempt != null) {
      switch (attempt.phase) {
        case PREPARING, PREPARED, LAUNCHING, RUNNING, UNCLEAR, ENDED -> change.unclear(attempt);
        case WAITING, DONE -> {}
      }
    }
  }
}
