package org.openhtc.execution.tracking;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.AttemptNotes;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.job.assignment.Assignment;

/**
 * The attempts of one host under one short lock. Nothing is called under the lock; the work that a
 * change leads to is queued after it.
 */
final class AttemptTable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<AttemptId, TrackedAttempt> attempts = new LinkedHashMap<>();
  private final AttemptWork work;
  private final Clock clock;
  private final RoomForJobs room = new RoomForJobs();
  private long version;
  private boolean isClosed;

  AttemptTable(AttemptWork work, Clock clock) {
    this.work = work;
    this.clock = clock;
  }

  /** Applies a change, then queues the work that it leads to. */
  void change(Consumer<Change> how) {
    Change change = new Change();
    lock.lock();
    try {
      how.accept(change);
      room.admit(change, clock.instant());
    } finally {
      lock.unlock();
    }
    change.starts.forEach(Runnable::run);
    change.todo.forEach(Runnable::run);
  }

  /** Reads the table. */
  <T> T read(Function<Change, T> how) {
    lock.lock();
    try {
      return how.apply(new Change());
    } finally {
      lock.unlock();
    }
  }

  /** Changes one attempt; empty if it is not in the table, or the table is closed. */
  <T> Optional<T> take(AttemptId id, ChangeOfOne<T> how) {
    List<T> result = new ArrayList<>(1);
    change(change -> {
      TrackedAttempt attempt = isClosed ? null : attempts.get(id);
      T taken = attempt == null ? null : how.apply(change, attempt);
      if (taken != null) {
        result.add(taken);
      }
    });
    return result.stream().findFirst();
  }

  /** As {@link #take}, without a result. */
  void update(AttemptId id, BiConsumer<Change, TrackedAttempt> how) {
    change(change -> {
      TrackedAttempt attempt = isClosed ? null : attempts.get(id);
      if (attempt != null) {
        how.accept(change, attempt);
      }
    });
  }

  /** A change of one attempt. */
  @FunctionalInterface
  interface ChangeOfOne<T> {
    @Nullable T apply(Change change, TrackedAttempt attempt);
  }

  /** No attempt can be taken by a worker any more. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
    } finally {
      lock.unlock();
    }
  }

  /** A change under the lock, with the work that follows from it. */
  final class Change implements RoomForJobs.Admissions {
    /** Queued before all else, because vCPUs are idle until the next container runs. */
    private final List<Runnable> starts = new ArrayList<>();

    private final List<Runnable> todo = new ArrayList<>();

    Map<AttemptId, TrackedAttempt> attempts() {
      return attempts;
    }

    /** Version of the table after this change: snapshots taken before are older. */
    long nextVersion() {
      return ++version;
    }

    long version() {
      return version;
    }

    TrackedAttempt add(AttemptId id, Phase phase) {
      TrackedAttempt attempt = new TrackedAttempt(id, phase, nextVersion());
      attempts.put(id, attempt);
      return attempt;
    }

    RoomForJobs room() {
      return room;
    }

    /**
     * The attempt waits for room, and is launched then.
     *
     * @param mayBePrepared whether its container may be created before there is room
     */
    void await(TrackedAttempt attempt, Assignment job, boolean mayBePrepared) {
      attempt.mayBePrepared = mayBePrepared;
      room.await(attempt, job);
    }

    /** The worker that is creating its container starts it too. */
    @Override
    public void launch(TrackedAttempt attempt) {
      if (attempt.phase == Phase.PREPARING && attempt.isLaunching) {
        attempt.launching();
      } else {
        if (attempt.phase == Phase.PREPARING) {
          attempt.waiting();
        }
        attempt.isQueued = true;
        starts.add(() -> work.launch(attempt.id));
      }
    }

    @Override
    public void prepare(TrackedAttempt attempt) {
      attempt.phase = Phase.PREPARING;
      queue(attempt, () -> work.prepare(attempt.id));
    }

    void finish(TrackedAttempt attempt) {
      queue(attempt, () -> work.finish(attempt.id));
    }

    /** The state has to be read: at once, or again by the worker that is reading it. */
    void unclear(TrackedAttempt attempt) {
      if (attempt.isBusy) {
        attempt.isStale = true;
      } else if (attempt.phase != Phase.UNCLEAR || !attempt.isQueued) {
        attempt.unclear();
        step(attempt);
      }
    }

    void step(TrackedAttempt attempt) {
      queue(attempt, () -> work.step(attempt.id));
    }

    /** Nothing is left of the attempt on the host. */
    void done(TrackedAttempt attempt, Instant now) {
      room.vacate(attempt);
      room.waiting().remove(attempt); // before its job may be placed again
      attempt.done(now, nextVersion());
      Assignment next = attempt.placedAgain;
      if (next != null) {
        restart(attempt, next);
      }
    }

    /** The job was placed on the host again. What is left of its return is not known. */
    void restart(TrackedAttempt attempt, Assignment job) {
      attempt.placedAgain = null;
      attempt.notes = new AttemptNotes();
      attempt.assign(job);
      unclear(attempt);
    }

    void reportStart(TrackedAttempt attempt) {
      todo.add(() -> work.reportStart(attempt.id));
    }

    void measure(TrackedAttempt attempt) {
      attempt.measuring();
      todo.add(() -> work.measure(attempt.id));
    }

    private void queue(TrackedAttempt attempt, Runnable entry) {
      attempt.isQueued = true;
      todo.add(entry);
    }
  }
}
