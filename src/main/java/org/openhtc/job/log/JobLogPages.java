package org.openhtc.job.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.PageCursor;

/**
 * Pages of a log that may still grow at its end and be truncated at its beginning. The cursor of a
 * line is its time stamp and its number among the lines with the same time stamp.
 */
final class JobLogPages {
  /**
   * @param number 0 for the first line with its time stamp, 1 for the second, and so on
   */
  record Entry(JobLogLine line, int number) {
    PageCursor cursor() {
      return PageCursor.of(line.timestamp(), number);
    }
  }

  private final List<Entry> lines;

  private JobLogPages(List<Entry> lines) {
    this.lines = lines;
  }

  static JobLogPages of(List<JobLogLine> oldestFirst) {
    List<Entry> placed = new ArrayList<>(oldestFirst.size());
    int number = 0;
    for (JobLogLine line : oldestFirst) {
      boolean same =
          !placed.isEmpty() && placed.getLast().line.timestamp().equals(line.timestamp());
      number = same ? number + 1 : 0;
      placed.add(new Entry(line, number));
    }
    return new JobLogPages(placed);
  }

  /** Lines before this time are not on the page after the cursor; null if they may be. */
  static @Nullable Instant since(@Nullable PageCursor cursor, boolean ascending) {
    return ascending && cursor != null ? cursor.time(0) : null;
  }

  List<Entry> after(@Nullable PageCursor cursor, boolean ascending, int limit) {
    if (ascending) {
      int from = cursor == null ? 0 : firstAfter(cursor);
      return lines.stream().skip(from).limit(limit).toList();
    }
    int end = cursor == null ? lines.size() : firstNotBefore(cursor);
    return IntStream.range(0, Math.min(limit, end)).mapToObj(i -> lines.get(end - 1 - i)).toList();
  }

  private int firstAfter(PageCursor cursor) {
    int position = firstNotBefore(cursor);
    boolean exists = position < lines.size() && compare(lines.get(position), cursor) == 0;
    return exists ? position + 1 : position;
  }

  /** Binary search: the position of the first line that is not before the cursor. */
  private int firstNotBefore(PageCursor cursor) {
    int low = 0;
    int high = lines.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(lines.get(middle), cursor) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int compare(Entry line, PageCursor cursor) {
    int byTime = line.line.timestamp().compareTo(cursor.time(0));
    return byTime != 0 ? byTime : Long.compare(line.number, cursor.number(1));
  }
}
