package org.openhtc.job;

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

  private @Nullable PageCursor last;
  private @Nullable Instant newest;

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

  /**
   * The lines that can be handed on now.
   *
   * @param lines what is there now, from {@link #since} on at least, oldest first
   * @param isComplete nothing will be printed any more
   */
  List<JobLogPages.Placed> take(List<JobLogLine> lines, boolean isComplete) {
    if (lines.isEmpty()) {
      return List.of();
    }
    Instant before = newest;
    Instant now = lines.getLast().timestamp();
    newest = now;
    List<JobLogPages.Placed> fresh =
        JobLogPages.of(lines).after(last, true, Integer.MAX_VALUE).stream()
            .takeWhile(line -> isComplete || isSettled(line.line().timestamp(), before, now))
            .toList();
    if (!fresh.isEmpty()) {
      last = fresh.getLast().cursor();
    }
    return fresh;
  }

  private static boolean isSettled(Instant line, @Nullable Instant before, Instant now) {
    return (before != null && !line.isAfter(before)) || line.isBefore(now.minus(SETTLED));
  }
}
