package org.openhtc.job.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.PageCursor;

/**
 * Goes through a growing log, each line once, in the order in which it will be kept. An engine
 * stamps the lines of the two outputs on different threads, so a line can appear behind one that is
 * a moment younger: the youngest lines are held back until the next look, or until they are no
 * longer among the youngest.
 */
final class LogFollower {
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /**
   * Characters that are handed on at once: a client that reads slowly must not hold a whole log.
   */
  private static final int PORTION = 1 << 20;

  /** What a line takes beside its text, in characters. */
  private static final int LINE = 100;

  private @Nullable PageCursor last;
  private @Nullable Instant newest;
  private boolean hasMore;

  /**
   * @param after the line behind which to begin; null for the first
   */
  LogFollower(@Nullable PageCursor after) {
    this.last = after;
  }

  /** Lines before that time need not be read again; null for none. */
  @Nullable Instant since() {
    return last == null ? null : Instant.parse(last.text(0));
  }

  /** Whether the last portion left lines over that can be handed on at once. */
  boolean hasMore() {
    return hasMore;
  }

  /**
   * A portion of the lines that can be handed on now.
   *
   * @param lines what is there now, from {@link #since} on at least, oldest first
   * @param isComplete nothing will be printed any more
   */
  List<JobLogPages.Placed> take(List<JobLogLine> lines, boolean isComplete) {
    hasMore = false;
    if (lines.isEmpty()) {
      return List.of();
    }
    Instant before = newest;
    Instant now = lines.getLast().timestamp();
    List<JobLogPages.Placed> settled =
        JobLogPages.of(lines).after(last, true, Integer.MAX_VALUE).stream()
            .takeWhile(line -> isComplete || isSettled(line.line().timestamp(), before, now))
            .toList();
    List<JobLogPages.Placed> portion = portion(settled);
    hasMore = portion.size() < settled.size();
    if (!hasMore) {
      newest = now; // else the same look goes on, and its youngest lines have not waited yet
    }
    if (!portion.isEmpty()) {
      last = portion.getLast().cursor();
    }
    return portion;
  }

  private static List<JobLogPages.Placed> portion(List<JobLogPages.Placed> lines) {
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
