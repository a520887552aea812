package org.openhtc.job.log;

import org.openhtc.api.PageCursor;

/**
 * A line and its place in its log.
 *
 * @param number 0 for the first line with its time stamp, 1 for the second, and so on
 */
record LogEntry(JobLogLine line, int number) {
  PageCursor cursor() {
    return PageCursor.of(line.timestamp(), number);
  }
}
