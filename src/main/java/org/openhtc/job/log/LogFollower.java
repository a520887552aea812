package org.openhtc.job.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.PageCursor;

/**
 * Reads a growing log: each line once, in the order in which the log will be stored. An engine adds
 * the time stamps to the two outputs on different threads, so a line can appear after one that is
 * slightly younger. Therefore the youngest lines are held back until the next read, or until they
 * are no longer among the youngest.
 */
final class LogFollower {
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /**
   * Maximum number of characters of a portion: a slow client must not keep a whole log in memory.
   */
  private static final int PORTION = 1 << 20;

  /** The size of a line in addition to its text, in characters. */
  private static final int LINE = 100;

  private @Nullable PageCursor last;
  private @Nullable Instant newest;
  private boolean hasMore;

  /**
   * @param after the line after which to begin; null for the first line
   */
  LogFollower(@Nullable PageCursor after) {
    this.last = after;
  }

  /** Lines before this time need not be read again; null if all lines are needed. */
  @Nullable Instant since() {
    return last == null ? null : Instant.parse(last.text(0));
  }

  /** Whether there are more settled lines than the last portion contained. */
  boolean hasMore() {
    return hasMore;
  }

  /**
   * Returns the next portion of the settled lines.
   *
   * @param lines the present lines, at least from {@link #since} on, oldest first
   * @param isComplete whether no more lines will follow
   */
  List<JobLogPages.Entry> take(List<JobLogLine> lines, boolean isComplete) {
    hasMore = false;
    if (lines.isEmpty()) {
      return List.of();
    }
    Instant before = newest;
    Instant now = lines.getLast().timestamp();
    List<JobLogPages.Entry> settled =
        JobLogPages.of(lines).after(last, true, Integer.MAX_VALUE).stream()
            .takeWhile(entry -> isComplete || isSettled(entry.line().timestamp(), before, now))
            .toList();
    List<JobLogPages.Entry> portion = portion(settled);
    hasMore = portion.size() < settled.size();
    if (!hasMore) {
      newest = now; // otherwise the same read continues, and its youngest lines are still held back
    }
    if (!portion.isEmpty()) {
      last = portion.getLast().cursor();
    }
    return portion;
  }

  private static List<JobLogPages.Entry> portion(List<JobLogPages.Entry> lines) {
    int count = 0;
    long size = 0;
    while (count < lines.size() && size < PORTION) {
      size += lines.get(count).line().message().length() + LINE;
      count++;
    }
    return List.copyOf(lines.subList(0, count));
  }

  private static boolean isSettled(Instant line, @Nullable Instant before, Instant now) {
    return (before != null && !line.isAfter(before)) || line.isBefore(now.minus(SETTLED));
  }
}
