package org.openhtc.job.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageCursor;

/**
 * A line of a job's log, for going on behind it.
 *
 * @param twin 0 for the first line of its time stamp, 1 for the second, and so on
 */
record LogEventId(int attempt, Instant timestamp, int twin) {

  /**
   * @throws ApiException 400 when it is no id of a line
   */
  static LogEventId parse(String id) {
    try {
      PageCursor parts = PageCursor.decode(id, 3);
      return new LogEventId(parts.index(0), parts.time(1), parts.index(2));
    } catch (ApiException e) {
      throw ApiException.invalid(
          "Last-Event-ID '%s' is none that this stream has sent.".formatted(id));
    }
  }

  static String id(int attempt, JobLogPages.Placed line) {
    return PageCursor.of(attempt, line.line().timestamp(), line.twin()).encode();
  }

  /** The place in the log of that attempt; null when this one is of another. */
  @Nullable PageCursor within(int wanted) {
    return wanted == attempt ? PageCursor.of(timestamp, twin) : null;
  }
}
