package org.openhtc.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.simulation.ContainerRun;

/**
 * When a Docker engine did not read what its containers print, so that it lost that: it had been
 * killed, perhaps soon after it was suspended. Times are those of {@link System#nanoTime}.
 */
final class UnreadTimes {
  /** How long an engine may take on a busy machine until it has read what containers printed. */
  private static final long READING = Duration.ofSeconds(5).toNanos();

  private final List<Time> times = new ArrayList<>();
  private Time suspended = new Time(Long.MIN_VALUE, Long.MIN_VALUE);

  private record Time(long from, long until) {
    boolean overlaps(ContainerRun run) {
      Long endedAt = run.endedAt();
      return run.startedAt() < until && (endedAt == null || endedAt + READING > from);
    }

    /** Whether an engine that works again may still have had to read when the next fault came. */
    boolean endedJustBefore(long moment) {
      return until + READING > moment;
    }
  }

  /** The engine was suspended, and lost nothing by that alone. */
  synchronized void suspended(long from, long until) {
    suspended = new Time(begin(from), until);
  }

  /**
   * @param until when it ran again
   */
  synchronized void killed(long from, long until) {
    times.add(new Time(begin(from), until));
  }

  private long begin(long from) {
    return suspended.endedJustBefore(from) ? suspended.from : from;
  }

  /** Whether a part of the run fell into such a time. */
  synchronized boolean overlap(ContainerRun run) {
    return times.stream().anyMatch(time -> time.overlaps(run));
  }
}
