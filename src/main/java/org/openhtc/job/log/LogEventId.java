package org.openhtc.job.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageCursor;

/**
 * The id of a log line in a stream, with which a client resumes the stream after the line.
 *
 * @param number 0 for the first line with its time stamp, 1 for the second, and so on
 */
record LogEventId(int attempt, Instant timestamp, int number) {

  /**
   * @throws ApiException 400 if the text is not the id of a line
   */
  static LogEventId parse(String id) {
    try {
      PageCursor parts = PageCursor.decode(id, 3);
      return new LogEventId(parts.index(0), parts.time(1), parts.index(2));
    } catch (ApiException e) {
      throw ApiException.invalid("Last-Event-ID '%s' was not issued by this stream.".formatted(id));
    }
  }

  static String of(int attempt, LogEntry entry) {
    return PageCursor.of(attempt, entry.line().timestamp(), entry.number()).encode();
  }

  /** The position in the log of that attempt; null if this line is of another attempt. */
  @Nullable PageCursor within(int other) {
    return other == attempt ? PageCursor.of(timestamp, number) : null;
  }
}
