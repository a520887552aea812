package org.openhtc.job.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.Transition.Moved;
import org.openhtc.job.lifecycle.Transition.Refused;

/** A job as stored, and the changes that the current transaction will write. */
final class JobChange {
  /**
   * A new entry of the job's history.
   *
   * @param startedAt when the container of that attempt had started; null if it had not
   */
  record Entry(Instant at, int attempt, Moved moved, @Nullable Instant startedAt) {}

  /**
   * The stored times of a job.
   *
   * @param submitted when its batch was submitted
   * @param placed when its present attempt was placed; null until it is
   * @param started when the container of its present attempt started; null if it did not yet
   * @param updated when the job was last changed
   */
  record Times(
      Instant submitted, @Nullable Instant placed, @Nullable Instant started, Instant updated) {}

  final JobId id;
  final JobState from;
  final @Nullable String region;
  final @Nullable String host;
  final Times times;
  private final Instant now;
  private final List<Entry> history = new ArrayList<>();
  private JobState state;
  private Instant earliest;
  private @Nullable Instant startedAt;
  private AttemptUsage usage = AttemptUsage.UNKNOWN;

  /**
   * @param region null, as {@code host}, until its present attempt is placed
   * @param times as stored
   * @param now the latest time that an event can have
   */
  JobChange(
      JobId id,
      JobState from,
      @Nullable String region,
      @Nullable String host,
      Times times,
      Instant now) {
    this.id = id;
    this.from = from;
    this.state = from;
    this.region = region;
    this.host = host;
    this.times = times;
    this.earliest = earliest(from, times);
    this.startedAt = times.started();
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant earliest(JobState from, Times times) {
    Instant placed = times.placed();
    if (from.status() == JobStatus.RUNNABLE || placed == null) {
      return times.updated(); // the end of its attempt was recorded
    }
    Instant started = times.started();
    return started == null || started.isBefore(placed) ? placed : started;
  }

  /** Applies an event of that attempt; false if it is stale or does not fit the status. */
  boolean apply(int attempt, Instant at, JobEvent event, AttemptUsage used) {
    if (attempt != state.attempt()) {
      return false;
    }
    return switch (JobTransitions.apply(state, event)) {
      case Refused refused -> false;
      case Moved moved -> {
        move(moved, possible(at));
        usage = used;
        yield true;
      }
    };
  }

  /**
   * The nearest time that keeps the history in order. The times of containers are those of the
   * engine's clock, whose correction has an error of some milliseconds, or of minutes after the
   * clock was set: without limits a job could start before its placement or end in the future.
   */
  private Instant possible(Instant at) {
    Instant past = at.isAfter(now) ? now : at.truncatedTo(ChronoUnit.MICROS); // as stored
    return past.isBefore(earliest) ? earliest : past;
  }

  private void move(Moved moved, Instant at) {
    state = moved.next();
    earliest = state.status() == JobStatus.RUNNABLE && now.isAfter(at) ? now : at;
    if (state.status() == JobStatus.RUNNING) {
      startedAt = at;
    }
    history.add(new Entry(at, state.attempt(), moved, startedAt));
    if (!state.status().isOnHost() && !state.status().isTerminal()) {
      startedAt = null;
    }
  }

  boolean isChanged() {
    return !history.isEmpty();
  }

  /** Whether its attempt has ended, so that its host has room for another. */
  boolean hasLeftItsHost() {
    return from.status().isOnHost() && !state.status().isOnHost();
  }

  /**
   * Whether it had a running container before it left its host. False where that is not known: for
   * a job that its host has given back, and for one that was lost while it started.
   */
  boolean hasRun() {
    return from.status() == JobStatus.RUNNING || state.status().isTerminal() || history.size() > 1;
  }

  JobState now() {
    return state;
  }

  List<Entry> history() {
    return history;
  }

  Entry last() {
    return history.getLast();
  }

  @Nullable Instant startedAt() {
    return startedAt;
  }

  @Nullable Instant completedAt() {
    return state.status().isTerminal() ? last().at() : null;
  }

  boolean isEnded() {
    return state.status().isTerminal();
  }

  /** How long the container of the last attempt ran; null unless the job has ended. */
  @Nullable Long runMillis() {
    Instant end = completedAt();
    return end == null || startedAt == null ? null : Duration.between(startedAt, end).toMillis();
  }

  /** The memory of the next attempt in MiB; null if it has not changed. */
  @Nullable Integer newMemoryMib() {
    return state.memoryMib() == from.memoryMib() ? null : state.memoryMib();
  }

  /** What the present attempt used, as far as the changes report it. */
  AttemptUsage usage() {
    return usage;
  }
}
