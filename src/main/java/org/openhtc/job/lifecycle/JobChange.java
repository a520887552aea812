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

/** A stored job and what a transaction is about to make of it. */
public final class JobChange {
  /** One line of the job's history. */
  record Line(Instant at, int attempt, Moved moved) {}

  final JobId id;
  public final JobState from;
  final String region;
  final String host;
  private final List<Line> history = new ArrayList<>();
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

  /** Applies an event of that attempt; false when it is stale or does not fit. */
  public boolean apply(int attempt, Instant at, JobEvent event) {
    if (attempt != now.attempt()) {
      return false;
    }
    return switch (JobTransitions.apply(now, event)) {
      case Refused refused -> false;
      case Moved moved -> {
        take(moved, at);
        yield true;
      }
    };
  }

  private void take(Moved moved, Instant at) {
    now = moved.next();
    history.add(new Line(at, now.attempt(), moved));
    if (now.status() == JobStatus.RUNNING) {
      startedAt = at;
    } else if (!now.status().isTerminal()) {
      startedAt = null;
    }
  }

  boolean isChanged() {
    return !history.isEmpty();
  }

  JobState now() {
    return now;
  }

  List<Line> history() {
    return history;
  }

  Line last() {
    return history.getLast();
  }

  @Nullable Instant startedAt() {
    return startedAt;
  }

  @Nullable Instant completedAt() {
    return now.status().isTerminal() ? last().at() : null;
  }
}
