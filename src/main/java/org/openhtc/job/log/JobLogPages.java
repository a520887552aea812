package org.openhtc.job.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.PageCursor;

/**
 * Pages through a log that may still grow at its end and be cut at its beginning: a line is found
 * again by its time stamp and its place among the lines of that very time.
 */
final class JobLogPages {
  /**
   * @param twin 0 for the first line of its time stamp, 1 for the second, and so on
   */
  record Placed(JobLogLine line, int twin) {
    PageCursor cursor() {
      return PageCursor.of(line.timestamp(), twin);
    }
  }

  private final List<Placed> lines;

  private JobLogPages(List<Placed> lines) {
    this.lines = lines;
  }

  static JobLogPages of(List<JobLogLine> oldestFirst) {
    List<Placed> placed = new ArrayList<>(oldestFirst.size());
    int twin = 0;
    for (JobLogLine line : oldestFirst) {
      boolean same =
          !placed.isEmpty() && placed.getLast().line.timestamp().equals(line.timestamp());
      twin = same ? twin + 1 : 0;
      placed.add(new Placed(line, twin));
    }
    return new JobLogPages(placed);
  }

  /** Lines before that time are not on the page behind the cursor; null when they may be. */
  static @Nullable Instant since(@Nullable PageCursor cursor, boolean ascending) {
    return ascending && cursor != null ? cursor.time(0) : null;
  }

  List<Placed> after(@Nullable PageCursor cursor, boolean ascending, int limit) {
    if (ascending) {
      int from = cursor == null ? 0 : firstAfter(cursor);
      return lines.stream().skip(from).limit(limit).toList();
    }
    int end = cursor == null ? lines.size() : firstNotBefore(cursor);
    return IntStream.range(0, Math.min(limit, end)).mapToObj(i -> lines.get(end - 1 - i)).toList();
  }

  private int firstAfter(PageCursor cursor) {
    int position = firstNotBefore(cursor);
    boolean isThere = position < lines.size() && compare(lines.get(position), cursor) == 0;
    return isThere ? position + 1 : position;
  }

  /** Binary search: position of the first line that does not come before the cursor. */
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

  private static int compare(Placed line, PageCursor cursor) {
    int byTime = line.line.timestamp().compareTo(cursor.time(0));
    return byTime != 0 ? byTime : Long.compare(line.twin, cursor.number(1));
  }
}
