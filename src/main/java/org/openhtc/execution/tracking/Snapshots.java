package org.openhtc.execution.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.tracking.AttemptTable.Change;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

/**
 * Compares the table with what was read. A snapshot does not have what happened while it was read,
 * so an attempt that has changed since is left as it is.
 */
final class Snapshots {
  /** How long an attempt that is over is remembered at least. */
  private static final Duration REMEMBERED = Duration.ofSeconds(60);

  private Snapshots() {}

  static AttemptId id(Assignment job) {
    return new AttemptId(job.id(), job.attempt());
  }

  /**
   * The first snapshots after a connection: a list of the containers, then the assigned jobs. A
   * container is created only for an attempt that is assigned already. So a listed container whose
   * attempt is not assigned is an orphan.
   */
  static void opened(
      Change change, Map<AttemptId, ContainerSummary> containers, List<Assignment> jobs) {
    change.room().open();
    for (Assignment job : jobs) {
      TrackedAttempt known = change.attempts().get(id(job));
      ContainerSummary container = containers.get(id(job));
      if (known != null) {
        known.job = job; // it was placed, or an event came, during the reads
        if (container != null && known.phase == Phase.WAITING) {
          occupyIfStarted(change, known, container);
          change.unclear(known); // an earlier leader has created its container
        }
      } else if (container == null) {
        added(change, job);
      } else {
        adopted(change, job, container);
      }
    }
    containers.keySet().stream()
        .filter(id -> !change.attempts().containsKey(id))
        .forEach(orphan -> change.step(change.add(orphan, Phase.UNCLEAR)));
  }

  private static void adopted(Change change, Assignment job, ContainerSummary container) {
    TrackedAttempt attempt = change.add(id(job), Phase.UNCLEAR);
    attempt.assign(job);
    occupyIfStarted(change, attempt, container);
    boolean isRunning = container.phase() == ContainerState.Phase.RUNNING;
    if (isRunning && job.startedAt() != null && !job.cancelRequested()) {
      attempt.observed(job, container.id(), change.nextVersion());
    } else {
      change.step(attempt);
    }
  }

  private static void occupyIfStarted(
      Change change, TrackedAttempt attempt, ContainerSummary container) {
    if (container.phase() == ContainerState.Phase.RUNNING
        || container.phase() == ContainerState.Phase.STARTING) {
      change.room().occupy(attempt);
    }
  }

  /** An attempt that was returned may be placed on the same host again. */
  static void placed(Change change, Assignment job) {
    TrackedAttempt known = change.attempts().get(id(job));
    if (known == null) {
      added(change, job);
    } else if (known.isEarlierThan(job)) {
      placedAgain(change, known, job);
    }
  }

  private static void placedAgain(Change change, TrackedAttempt known, Assignment job) {
    if (known.phase == Phase.DONE) {
      change.restart(known, job);
    } else {
      known.placedAgain = job;
    }
  }

  static void added(Change change, Assignment job) {
    boolean isNew = job.status() == JobStatus.STARTING && !job.cancelRequested();
    TrackedAttempt attempt = change.add(id(job), isNew ? Phase.WAITING : Phase.UNCLEAR);
    attempt.assign(job);
    if (isNew) {
      change.await(attempt, job, true);
    } else {
      change.step(attempt);
    }
  }

  static void assigned(Change change, long version, List<Assignment> jobs, Instant now) {
    Set<AttemptId> read = new HashSet<>();
    for (Assignment job : jobs) {
      read.add(id(job));
      TrackedAttempt attempt = change.attempts().get(id(job));
      if (attempt == null) {
        added(change, job);
      } else {
        update(change, version, attempt, job);
      }
    }
    change
        .attempts()
        .values()
        .removeIf(
            attempt -> !read.contains(attempt.id) && isForgotten(change, version, attempt, now));
  }

  private static void update(Change change, long version, TrackedAttempt attempt, Assignment read) {
    if (attempt.isEarlierThan(read)) {
      placedAgain(change, attempt, read);
      return;
    }
    switch (attempt.phase) {
      case DONE -> {
        if (attempt.changed <= version) {
          attempt.job = read;
          change.unclear(attempt);
        }
      }
      case UNCLEAR -> attempt.job = read;
      case WAITING, PREPARING, PREPARED, RUNNING -> {
        if (read.cancelRequested() && !attempt.isCancelled()) {
          attempt.cancelled(read);
          change.unclear(attempt);
        }
      }
      case LAUNCHING, ENDED -> {
        if (read.cancelRequested() && !attempt.isCancelled()) {
          attempt.cancelled(read);
        }
      }
    }
  }

  /** Whether the attempt is not assigned, and there is nothing to do for it. */
  private static boolean isForgotten(
      Change change, long version, TrackedAttempt attempt, Instant now) {
    if (attempt.changed > version) {
      return false;
    }
    return switch (attempt.phase) {
      case WAITING -> {
        boolean isForgotten = !attempt.isLaunching;
        if (isForgotten) {
          change.done(attempt, now);
        }
        yield isForgotten;
      }
      case DONE -> now.isAfter(attempt.doneAt.plus(REMEMBERED));
      case PREPARING, PREPARED, LAUNCHING, RUNNING -> {
        change.unclear(attempt);
        yield false;
      }
      case ENDED, UNCLEAR -> false;
    };
  }

  /** Returns whether the list contains anything that was not expected. */
  static boolean listed(
      Change change, long version, Map<AttemptId, ContainerSummary> containers, Instant now) {
    List<TrackedAttempt> unexpected = new ArrayList<>();
    containers.forEach((id, container) -> {
      TrackedAttempt attempt = change.attempts().get(id);
      if (attempt != null && container.phase() == ContainerState.Phase.EXITED) {
        change.room().vacate(attempt);
      }
      if (attempt != null && container.phase() == ContainerState.Phase.STARTING) {
        attempt.stillAwaitsStart(now);
      }
      if (attempt == null) {
        unexpected.add(change.add(id, Phase.UNCLEAR));
      } else if (attempt.changed <= version && !isExpected(attempt, container.phase())) {
        unexpected.add(attempt);
      }
    });
    change.attempts().values().stream()
        .filter(a -> a.phase == Phase.RUNNING || a.phase == Phase.PREPARED)
        .filter(a -> a.changed <= version)
        .filter(a -> !containers.containsKey(a.id))
        .forEach(unexpected::add);
    unexpected.forEach(change::unclear);
    return !unexpected.isEmpty();
  }

  private static boolean isExpected(TrackedAttempt attempt, ContainerState.Phase found) {
    return switch (attempt.phase) {
      case RUNNING ->
          found == ContainerState.Phase.RUNNING || found == ContainerState.Phase.STARTING;
      case PREPARED -> found == ContainerState.Phase.CREATED || attempt.isQueued;
      case PREPARING, LAUNCHING, ENDED, UNCLEAR -> true;
      case WAITING -> attempt.isLaunching;
      case DONE -> false;
    };
  }
}
