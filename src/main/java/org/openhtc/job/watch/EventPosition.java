package org.openhtc.job.watch;

import java.util.Comparator;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageCursor;

/**
 * Where an event stands in the history of all jobs.
 *
 * @param index of the job, because an event of a tail happens to many
 */
public record EventPosition(long ordinal, int index) implements Comparable<EventPosition> {
  /** Before everything. */
  static final String START = "0";

  private static final Comparator<EventPosition> ORDER =
      Comparator.comparingLong(EventPosition::ordinal).thenComparingInt(EventPosition::index);

  /** Behind every event up to that ordinal. */
  public static EventPosition after(long ordinal) {
    return new EventPosition(ordinal, Integer.MAX_VALUE);
  }

  /**
   * @throws ApiException 400 when it is no id of an event
   */
  public static EventPosition parse(String id) {
    if (id.equals(START)) {
      return after(0);
    }
    try {
      PageCursor parts = PageCursor.decode(id, 2);
      return new EventPosition(parts.number(0), parts.index(1));
    } catch (ApiException e) {
      throw ApiException.invalid(
          "Last-Event-ID '%s' is none that this stream has sent.".formatted(id));
    }
  }

  /** The first ordinal of which there may be an event behind this position. */
  long nextOrdinal() {
    return index == Integer.MAX_VALUE ? ordinal + 1 : ordinal;
  }

  public String id() {
    return PageCursor.of(ordinal, index).encode();
  }

  @Override
  public int compareTo(EventPosition other) {
    return ORDER.compare(this, other);
  }
}
