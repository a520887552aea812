package org.openhtc.job.watch;

import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The watermark of all jobs' events: the ordinal up to which they are complete. An event gets its
 * ordinal when it is written and becomes visible when its transaction commits, so an event with a
 * lower ordinal can become visible after one with a higher ordinal. A reader that simply continued
 * after the highest visible ordinal would miss it.
 *
 * <p>A writer locks the table of events before it gets its first ordinal, and releases the lock
 * when its events are visible. So the ordinals assigned until now are complete as soon as all
 * transactions that hold the lock now have ended.
 */
@Component
public class EventWatermark {
  private final TaskEventStore events;
  private long complete;
  private long assigned;
  private Set<String> writers = Set.of();

  EventWatermark(TaskEventStore events) {
    this.events = events;
  }

  /** The last ordinal that was assigned to any writer. */
  long lastAssigned() {
    return events.lastAssigned();
  }

  /**
   * Moves the watermark as far as possible.
   *
   * @return the ordinal up to which each event is visible, or never will be
   */
  public synchronized long advance() {
    if (!haveWritersEnded()) {
      return complete;
    }
    complete = assigned;
    long last = lastAssigned();
    if (last > complete) {
      Set<String> present = new HashSet<>(events.writers()); // may fail
      assigned = last;
      writers = present;
      if (writers.isEmpty()) {
        complete = last;
      }
    }
    return complete;
  }

  /** Whether ordinals were assigned whose events may become visible soon. */
  synchronized boolean isPending() {
    return assigned > complete;
  }

  private boolean haveWritersEnded() {
    if (writers.isEmpty()) {
      return true;
    }
    writers.retainAll(events.writers());
    return writers.isEmpty();
  }
}
