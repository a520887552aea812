package org.openhtc.job.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.Transition.Moved;
import org.openhtc.job.lifecycle.Transition.Refused;

/** A job as stored, and the changes that the current transaction will write. */
final class JobChange {
  /** A new entry of the job's history. */
  record Entry(Instant at, int attempt, Moved moved) {}

  final JobId id;
  final JobState from;
  final String region;
  final String host;
  private final List<Entry> history = new ArrayList<>();
  private JobState now;
  private @Nullable Instant startedAt;

  JobChange(JobId id, JobState from, String region, String host, @Nullable Instant startedAt) {
    this.id = id;
    this.from = from;
    this.now = from;
    this.region = region;
    this.host = host;
    this.startedAt = startedAt;
  }

  /** Applies an event of that attempt; false if it is stale or does not fit the status. */
  boolean apply(int attempt, Instant at, JobEvent event) {
    if (attempt != now.attempt()) {
      return false;
    }
    return switch (JobTransitions.apply(now, event)) {
      case Refused refused -> false;
      case Moved moved -> {
        move(moved, at);
        yield true;
      }
    };
  }

  private void move(Moved moved, Instant at) {
    now = moved.next();
    history.add(new Entry(at, now.attempt(), moved));
    if (now.status() == JobStatus.RUNNING) {
      startedAt = at;
    } else if (!now.status().isTerminal()) {
      startedAt = null;
    }
  }

  boolean isChanged() {
    return !history.isEmpty();
  }

  /** Whether the host that it was on is free for another job. */
  boolean hasLeftItsHost() {
    return from.status().isOnHost() && !now.status().isOnHost();
  }

  JobState now() {
    return now;
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
    return now.status().isTerminal() ? last().at() : null;
  }
}
