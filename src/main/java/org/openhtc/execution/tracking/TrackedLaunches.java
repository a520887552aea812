package org.openhtc.execution.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.AttemptNotes;
import org.openhtc.execution.attempt.ContainerLaunch;
import org.openhtc.execution.attempt.LaunchControl;
import org.openhtc.execution.tracking.AttemptTable.Change;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.DueTime;

/** The launches of the tracked attempts, as their workers see them, and the reports of starts. */
final class TrackedLaunches {
  private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

  private final AttemptTable table;

  TrackedLaunches(AttemptTable table) {
    this.table = table;
  }

  /**
   * A launch that a worker has to do.
   *
   * @param container was created before, and never started; null if there is none
   */
  record Launch(Assignment job, @Nullable String container) {}

  /** The launch, if the attempt has to be launched now; the caller then reports the result. */
  Optional<Launch> take(AttemptId id, Instant now) {
    return table.take(
        id,
        (change, attempt) -> {
          boolean isPrepared = attempt.phase == Phase.PREPARED;
          boolean isReady = isPrepared || attempt.phase == Phase.WAITING;
          Assignment job = attempt.job;
          if (!isReady || attempt.isLaunching || attempt.roomFor == null || job == null) {
            return null;
          }
          attempt.isQueued = false;
          if (!attempt.isDue(now)) {
            change.room().vacate(attempt);
            return null;
          }
          if (attempt.isCancelled()) {
            change.unclear(attempt);
            return null;
          }
          if (change.room().isHeld()) {
            change.room().vacate(attempt);
            change.await(attempt, job, true);
            return null;
          }
          attempt.launching();
          attempt.notes.launching();
          return new Launch(job, isPrepared ? attempt.container : null);
        });
  }

  /**
   * The job, if its container has to be created before there is room for it; the caller then
   * reports the result.
   */
  Optional<Assignment> takePreparation(AttemptId id) {
    return table.take(
        id,
        (change, attempt) -> {
          if (attempt.phase != Phase.PREPARING || attempt.isLaunching) {
            return null;
          }
          attempt.isQueued = false;
          if (attempt.isCancelled()) {
            change.unclear(attempt);
            return null;
          }
          if (change.room().isHeld()) {
            attempt.waiting();
            return null;
          }
          attempt.isLaunching = true;
          return attempt.job;
        });
  }

  /** Whether nothing has happened since the launch was taken that forbids it. */
  boolean isPermitted(AttemptId id) {
    return table
        .take(
            id,
            (change, attempt) ->
                isBeingLaunched(attempt) && !attempt.isCancelled() && !change.room().isHeld())
        .orElse(false);
  }

  /** Whether its container will be started as soon as it is created. */
  boolean hasRoom(AttemptId id) {
    return table.take(id, (change, a) -> a.phase == Phase.LAUNCHING).orElse(false);
  }

  private static boolean isBeingLaunched(TrackedAttempt attempt) {
    return attempt.phase == Phase.PREPARING || attempt.phase == Phase.LAUNCHING;
  }

  /** The container exists, and was never started. */
  LaunchControl.Next created(AttemptId id, String container) {
    return table
        .take(id, (change, attempt) -> created(change, attempt, container))
        .orElse(LaunchControl.Next.STOP);
  }

  private static LaunchControl.Next created(
      Change change, TrackedAttempt attempt, String container) {
    if (attempt.isCancelled()) {
      return LaunchControl.Next.STOP;
    }
    return switch (attempt.phase) {
      case LAUNCHING -> change.room().isHeld() ? LaunchControl.Next.STOP : LaunchControl.Next.START;
      case PREPARING -> {
        attempt.isLaunching = false;
        attempt.prepared(container, change.nextVersion());
        yield LaunchControl.Next.WAIT;
      }
      case WAITING, PREPARED, RUNNING, ENDED, UNCLEAR, DONE -> LaunchControl.Next.STOP;
    };
  }

  /** The launch has ended with this result. */
  void ended(AttemptId id, ContainerLaunch.Result result, Instant now) {
    if (result instanceof ContainerLaunch.Result.Prepared) {
      return; // another worker may have it by now
    }
    table.update(
        id,
        (change, attempt) -> {
          attempt.isLaunching = false;
          if (isBeingLaunched(attempt)) {
            ended(change, attempt, result, now);
          } else {
            awaitAgain(change, attempt, now);
          }
        });
  }

  /** It was found meanwhile that the attempt has to be launched again. */
  private static void awaitAgain(Change change, TrackedAttempt attempt, Instant now) {
    Assignment job = attempt.job;
    boolean isReady = attempt.phase == Phase.WAITING || attempt.phase == Phase.PREPARED;
    if (isReady && !attempt.isQueued && job != null) {
      change.await(attempt, job, attempt.isDue(now));
    }
  }

  private static void ended(
      Change change, TrackedAttempt attempt, ContainerLaunch.Result result, Instant now) {
    switch (result) {
      case ContainerLaunch.Result.Started started -> {
        attempt.launched(started.container(), now, change.nextVersion());
        if (attempt.isCancelled()) {
          change.unclear(attempt);
        }
      }
      case ContainerLaunch.Result.Prepared prepared -> {}
      case ContainerLaunch.Result.Unclear unclear -> {
        attempt.nextTry = DueTime.after(SHORT_PAUSE, now); // of a launch; the state is read now
        change.unclear(attempt);
      }
      case ContainerLaunch.Result.WaitsForImage waits ->
          waiting(change, attempt); // until the next pass
      case ContainerLaunch.Result.WaitsForSlot waits -> {
        boolean hasRoomByNow = attempt.phase == Phase.LAUNCHING;
        waiting(change, attempt);
        if (hasRoomByNow) {
          awaitAgain(change, attempt, now);
        }
      }
      case ContainerLaunch.Result.ImageLost lost -> {
        waiting(change, attempt);
        attempt.failed(now);
      }
      case ContainerLaunch.Result.NotPermitted not -> {
        waiting(change, attempt);
        attempt.nextTry = DueTime.after(SHORT_PAUSE, now);
      }
      case ContainerLaunch.Result.EngineFull full -> {
        attempt.notes.engineFull(full.reason());
        waiting(change, attempt);
        attempt.refused(now);
      }
      case ContainerLaunch.Result.HostUnfit unfit -> {
        attempt.notes.returnToQueue(unfit.reason());
        change.unclear(attempt);
      }
      case ContainerLaunch.Result.Failed failed -> {
        attempt.notes.launchFailed(failed.reason());
        change.unclear(attempt);
      }
    }
  }

  private static void waiting(Change change, TrackedAttempt attempt) {
    attempt.waiting();
    attempt.mayBePrepared = false;
    change.room().vacate(attempt);
  }

  /**
   * The engine failed; the container may exist and run.
   *
   * @return the notes of the attempt; empty if an event has shown meanwhile that it was started
   */
  Optional<AttemptNotes> failed(AttemptId id, Instant now) {
    return table.take(
        id,
        (change, attempt) -> {
          attempt.isLaunching = false;
          if (!isBeingLaunched(attempt)) {
            awaitAgain(change, attempt, now);
            return null;
          }
          attempt.unclear();
          attempt.failed(now);
          return attempt.notes;
        });
  }

  /** After a failure: the attempt is over, so its end is reported without a pause. */
  void decided(AttemptId id) {
    table.update(
        id,
        (change, attempt) -> {
          attempt.nextTry = DueTime.NOW;
          if (attempt.phase == Phase.UNCLEAR) {
            change.unclear(attempt);
          }
        });
  }

  /** A start that was observed and has to be reported. */
  record Start(Assignment job, Instant at) {}

  /** The start, unless it was reported or the attempt has ended meanwhile. */
  Optional<Start> takeStart(AttemptId id) {
    return table.take(
        id,
        (change, attempt) -> {
          Assignment job = attempt.job;
          Instant at = attempt.startedAt;
          boolean isWanted =
              attempt.phase == Phase.RUNNING && attempt.isStarting() && !attempt.isStartReported;
          return isWanted && job != null && at != null ? new Start(job, at) : null;
        });
  }

  /**
   * The start was reported. A report without effect is no reason to stop anything: the state is
   * read.
   *
   * @param counted whether the report changed the job
   */
  void startReported(AttemptId id, boolean counted) {
    table.update(
        id,
        (change, attempt) -> {
          if (counted) {
            attempt.startReported();
          } else if (attempt.phase == Phase.RUNNING) {
            change.unclear(attempt);
          }
        });
  }
}
