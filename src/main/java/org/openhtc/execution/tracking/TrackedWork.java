package org.openhtc.execution.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.AttemptNotes;
import org.openhtc.execution.attempt.AttemptRunner;
import org.openhtc.execution.attempt.OrdinaryEnd;
import org.openhtc.execution.tracking.AttemptTable.Change;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.DueTime;

/**
 * The work on tracked attempts that have a container, as the workers see it. One worker at a time
 * has an attempt.
 */
final class TrackedWork {
  private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

  private final AttemptTable table;

  TrackedWork(AttemptTable table) {
    this.table = table;
  }

  /** An ordinary end that has to be reported. */
  record End(OrdinaryEnd.Run run, AttemptNotes notes) {}

  /**
   * Takes the end of the attempt, to be reported to the database; empty if there is nothing to
   * report now. The caller must call {@link #finished} or {@link #failed} afterwards.
   */
  Optional<End> takeEnd(AttemptId id) {
    return table.take(
        id,
        (change, attempt) -> {
          OrdinaryEnd.Run run = attempt.run;
          if (attempt.phase != Phase.ENDED || attempt.isBusy || run == null) {
            return null;
          }
          attempt.busy();
          return new End(run, attempt.notes);
        });
  }

  /**
   * An end was reported.
   *
   * @param isDone false if the end was not counted although the host still has to run the attempt
   */
  void finished(AttemptId id, boolean isDone, Instant now) {
    table.update(
        id,
        (change, attempt) -> {
          attempt.isBusy = false;
          if (isDone) {
            change.done(attempt, now);
          } else {
            change.unclear(attempt);
          }
        });
  }

  /**
   * Takes an attempt whose state has to be read, and returns its notes; empty if that is not so
   * now. The caller must call {@link #stepped} or {@link #failed} afterwards.
   */
  Optional<AttemptNotes> takeStep(AttemptId id) {
    return table.take(
        id,
        (change, attempt) -> {
          if (attempt.phase != Phase.UNCLEAR || attempt.isBusy) {
            return null;
          }
          attempt.busy();
          return attempt.notes;
        });
  }

  /** The state was read, and all steps were taken that were possible. */
  void stepped(AttemptId id, AttemptRunner.Result result, Instant now) {
    table.update(
        id,
        (change, attempt) -> {
          attempt.isBusy = false;
          stepped(change, attempt, result, now);
        });
  }

  private static void stepped(
      Change change, TrackedAttempt attempt, AttemptRunner.Result result, Instant now) {
    switch (result) {
      case AttemptRunner.Result.Running running -> {
        attempt.observed(running.job(), running.container(), change.nextVersion());
        change.room().occupy(attempt);
        if (attempt.isStale) {
          change.unclear(attempt);
        }
      }
      case AttemptRunner.Result.Starting starting -> {
        attempt.awaitsStart(starting.job(), starting.container(), now, change.nextVersion());
        change.room().occupy(attempt);
        attempt.notes.hasRoom(now);
        if (attempt.isStale) {
          change.unclear(attempt);
        }
      }
      case AttemptRunner.Result.ToLaunch toLaunch -> {
        toLaunch(change, attempt, toLaunch);
        change.await(attempt, toLaunch.job(), attempt.isDue(now));
        if (attempt.isStale) {
          change.unclear(attempt);
        }
      }
      case AttemptRunner.Result.Over over -> change.done(attempt, now);
      case AttemptRunner.Result.NotLed notLed -> attempt.nextTry = DueTime.after(SHORT_PAUSE, now);
    }
  }

  private static void toLaunch(
      Change change, TrackedAttempt attempt, AttemptRunner.Result.ToLaunch result) {
    attempt.job = result.job();
    change.room().vacate(attempt);
    if (result.container() == null) {
      attempt.waiting();
    } else {
      attempt.prepared(result.container(), change.nextVersion());
    }
  }

  /** A step or the report of an end failed: the state is read again after a growing pause. */
  void failed(AttemptId id, Instant now) {
    table.update(
        id,
        (change, attempt) -> {
          attempt.isBusy = false;
          attempt.unclear();
          attempt.failed(now);
          if (attempt.isStale) {
            change.unclear(attempt); // something happened meanwhile, which may be the cause
          }
        });
  }

  /** A running container whose disk use is to be measured. */
  record Measurement(Assignment job, String container) {}

  Optional<Measurement> takeMeasurement(AttemptId id) {
    return table.take(
        id,
        (change, attempt) ->
            attempt.phase == Phase.RUNNING && attempt.job != null && attempt.container != null
                ? new Measurement(attempt.job, attempt.container)
                : null);
  }

  /** A measurement has ended, with or without a result. */
  void measurementEnded(AttemptId id, Instant now) {
    table.update(id, (change, attempt) -> attempt.measurementEnded(now));
  }

  /**
   * The result of a measurement.
   *
   * @param bytes written by the container
   * @param isExceeded whether they exceed the job's disk limit
   */
  void measured(AttemptId id, long bytes, boolean isExceeded) {
    table.update(
        id,
        (change, attempt) -> {
          attempt.measured(bytes);
          if (!isExceeded) {
            return;
          }
          attempt.notes.exceededDisk(bytes);
          if (attempt.phase == Phase.RUNNING) {
            change.unclear(attempt);
          }
        });
  }
}
