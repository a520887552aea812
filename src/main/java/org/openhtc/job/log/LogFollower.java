package org.openhtc.job.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.PageCursor;

/**
 * Reads a growing log: each line once, in the order of time. An engine adds the time stamps to the
 * two outputs on different threads, so a line can appear after one that is slightly younger.
 * Therefore the youngest lines are held back until the next read, or until they are no longer among
 * the youngest.
 */
final class LogFollower {
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** The size of a portion: no whole log is held in memory while a slow client reads it. */
  private static final LogSelection.Limits PORTION =
      new LogSelection.Limits(Integer.MAX_VALUE, 1 << 20);

  private @Nullable PageCursor last;
  private @Nullable Instant newest;
  private boolean hasMore;

  /**
   * @param after the line after which to begin; null for the first line
   */
  LogFollower(@Nullable PageCursor after) {
    this.last = after;
  }

  /** An empty selection for the next read, to be filled with the present lines of the log. */
  LogSelection nextRead() {
    return LogSelection.ascending(last, PORTION);
  }

  /** Whether there are more settled lines than the last portion contained. */
  boolean hasMore() {
    return hasMore;
  }

  /**
   * Returns the next portion of the settled lines.
   *
   * @param read the present lines
   * @param isComplete whether no more lines will follow
   */
  List<LogEntry> take(LogSelection read, boolean isComplete) {
    hasMore = false;
    Instant now = read.newest();
    if (now == null) {
      return List.of();
    }
    Instant before = newest;
    List<LogEntry> portion =
        read.entries().stream()
            .takeWhile(entry -> isComplete || isSettled(entry.line().timestamp(), before, now))
            .toList();
    Instant next = read.next();
    hasMore = next != null && (isComplete || isSettled(next, before, now));
    if (!hasMore) {
      newest = now; // while portions follow at once, the youngest lines stay held back
    }
    if (!portion.isEmpty()) {
      last = portion.getLast().cursor();
    }
    return portion;
  }

  private static boolean isSettled(Instant line, @Nullable Instant before, Instant now) {
    return (before != null && !line.isAfter(before)) || line.isBefore(now.minus(SETTLED));
  }
}
