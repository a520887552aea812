package org.openhtc.job.watch;

import java.util.Comparator;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageCursor;

/**
 * The position of an event among the events of all jobs.
 *
 * @param index of the job, because an event of a tail is an event of many jobs
 */
record EventPosition(long ordinal, int index) implements Comparable<EventPosition> {
  /** The id of the position before all events. */
  static final String START = "0";

  private static final Comparator<EventPosition> ORDER =
      Comparator.comparingLong(EventPosition::ordinal).thenComparingInt(EventPosition::index);

  /** The position after all events up to that ordinal. */
  static EventPosition after(long ordinal) {
    return new EventPosition(ordinal, Integer.MAX_VALUE);
  }

  /**
   * @throws ApiException 400 if the text is not the id of an event
   */
  static EventPosition parse(String id) {
    if (id.equals(START)) {
      return after(0);
    }
    try {
      PageCursor parts = PageCursor.decode(id, 2);
      return new EventPosition(parts.number(0), parts.index(1));
    } catch (ApiException e) {
      throw ApiException.invalid("Last-Event-ID '%s' was not issued by this stream.".formatted(id));
    }
  }

  /** The lowest ordinal that can have an event after this position. */
  long nextOrdinal() {
    return index == Integer.MAX_VALUE ? ordinal + 1 : ordinal;
  }

  String id() {
    return PageCursor.of(ordinal, index).encode();
  }

  @Override
  public int compareTo(EventPosition other) {
    return ORDER.compare(this, other);
  }
}
