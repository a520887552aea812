package org.openhtc.job.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.PageCursor;

/**
 * Selects the lines next to a cursor from a log that is read line by line, so that a page of a log
 * of any size needs little memory. The log may still grow at its end and be truncated at its
 * beginning, and its lines may be out of order. The cursor of a line is its time stamp and its
 * number among the lines with the same time stamp.
 */
final class LogSelection implements Consumer<JobLogLine> {
  /** The size of a line in addition to its text, in characters. */
  private static final int LINE = 100;

  /**
   * What a selection may contain at most.
   *
   * @param lines number of lines
   * @param size their size in characters; the last line may exceed it
   */
  record Limits(int lines, int size) {}

  /**
   * @param arrival orders lines with the same time stamp
   */
  private record Arrived(JobLogLine line, long arrival) implements Comparable<Arrived> {
    private static final Comparator<Arrived> ORDER =
        Comparator.comparing((Arrived line) -> line.line.timestamp())
            .thenComparingLong(Arrived::arrival);

    @Override
    public int compareTo(Arrived other) {
      return ORDER.compare(this, other);
    }

    Instant timestamp() {
      return line.timestamp();
    }

    int size() {
      return line.message().length() + LINE;
    }
  }

  private final @Nullable PageCursor cursor;
  private final boolean isAscending;
  private final Limits limits;
  private final PriorityQueue<Arrived> selected;
  private long size;
  private long arrivals;
  private int arrivalsAtCursor;
  private @Nullable Instant newest;

  /** The time stamp nearest to the selection of the lines that did not fit, and their number. */
  private @Nullable Instant beyond;

  private int countBeyond;

  private LogSelection(@Nullable PageCursor cursor, boolean isAscending, Limits limits) {
    this.cursor = cursor;
    this.isAscending = isAscending;
    this.limits = limits;
    // The head is the line that is removed next: the one farthest from the cursor.
    this.selected =
        isAscending ? new PriorityQueue<>(Comparator.reverseOrder()) : new PriorityQueue<>();
  }

  /**
   * The first lines after the cursor.
   *
   * @param after null for the first lines of the log
   */
  static LogSelection ascending(@Nullable PageCursor after, Limits limits) {
    return new LogSelection(after, true, limits);
  }

  /**
   * The last lines before the cursor.
   *
   * @param before null for the last lines of the log
   */
  static LogSelection descending(@Nullable PageCursor before, Limits limits) {
    return new LogSelection(before, false, limits);
  }

  /** The limit of its size, in characters. */
  int maxSize() {
    return limits.size();
  }

  /** Lines before this time need not be read; null if all are needed. */
  @Nullable Instant since() {
    return isAscending && cursor != null ? cursor.time(0) : null;
  }

  @Override
  public void accept(JobLogLine line) {
    if (newest == null || line.timestamp().isAfter(newest)) {
      newest = line.timestamp();
    }
    if (isWanted(line)) {
      Arrived arrived = new Arrived(line, arrivals++);
      selected.add(arrived);
      size += arrived.size();
      while (isTooLarge()) {
        remove();
      }
    }
  }

  /** The selected lines, in the requested order. */
  List<LogEntry> entries() {
    List<Arrived> oldestFirst = selected.stream().sorted().toList();
    List<LogEntry> entries = new ArrayList<>(oldestFirst.size());
    for (Arrived line : oldestFirst) {
      entries.add(new LogEntry(line.line, numberAfter(entries, line.timestamp())));
    }
    return isAscending ? entries : entries.reversed();
  }

  /** Whether there are more lines in this direction. */
  boolean hasMore() {
    return beyond != null;
  }

  /** The time of the next line in this direction; null if there is none. */
  @Nullable Instant next() {
    return beyond;
  }

  /** The largest time stamp of all lines that were read; null if there was no line. */
  @Nullable Instant newest() {
    return newest;
  }

  /** How many lines are in memory. */
  int retained() {
    return selected.size();
  }

  private boolean isWanted(JobLogLine line) {
    if (cursor == null) {
      return true;
    }
    int order = line.timestamp().compareTo(cursor.time(0));
    if (order == 0) {
      order = Long.compare(arrivalsAtCursor++, cursor.number(1));
    }
    return isAscending ? order > 0 : order < 0;
  }

  private boolean isTooLarge() {
    return selected.size() > limits.lines()
        || (selected.size() > 1 && size - selected.element().size() >= limits.size());
  }

  private void remove() {
    Arrived removed = selected.remove();
    size -= removed.size();
    Instant time = removed.timestamp();
    if (beyond == null || (isAscending ? time.isBefore(beyond) : time.isAfter(beyond))) {
      beyond = time;
      countBeyond = 0;
    }
    if (time.equals(beyond)) {
      countBeyond++;
    }
  }

  /** The number of a line that follows these entries. */
  private int numberAfter(List<LogEntry> earlier, Instant time) {
    if (!earlier.isEmpty() && earlier.getLast().line().timestamp().equals(time)) {
      return earlier.getLast().number() + 1;
    }
    if (isAscending) {
      return cursor != null && cursor.time(0).equals(time) ? (int) cursor.number(1) + 1 : 0;
    }
    return earlier.isEmpty() && time.equals(beyond) ? countBeyond : 0;
  }
}
