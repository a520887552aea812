package org.openhtc.job.watch;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the events of a task's jobs, each event once. Not thread-safe. */
final class TaskEventReader {
  private static final int PAGE = 500;
  private static final long LONGEST_WINDOW = 1L << 40;

  private final TaskEvents events;
  private final UUID task;
  private final @Nullable String group;
  private final int page;
  private EventPosition position;

  /**
   * The number of ordinals that one read covers: about as many as contain a page of events. A read
   * finds the first events of each batch of the task in its range, so with a long range the pages
   * of a task with many batches would together read each event many times.
   */
  private long window;

  /**
   * @param group only this group's jobs; null for all jobs
   * @param after the position after which to begin
   */
  TaskEventReader(TaskEvents events, UUID task, @Nullable String group, EventPosition after) {
    this(events, task, group, after, PAGE);
  }

  TaskEventReader(
      TaskEvents events, UUID task, @Nullable String group, EventPosition after, int page) {
    this.events = events;
    this.task = task;
    this.group = group;
    this.position = after;
    this.page = page;
    this.window = page;
  }

  /** Passes the events up to that ordinal to the sink. */
  void follow(long until, Consumer<StoredEvent.Event> sink) {
    while (position.nextOrdinal() <= until) {
      long end = Math.min(until, position.ordinal() + window);
      List<StoredEvent> rows = events.read(task, group, position, end, page);
      rows.forEach(row -> pass(row, sink));
      if (rows.size() == page) {
        window = Math.max(1, window / 2);
      } else {
        skip(end);
        if (end < until && rows.size() < page / 2) {
          window = Math.min(LONGEST_WINDOW, window * 2);
        }
      }
    }
  }

  /** Skips ordinals that are known to contain no event of this task. */
  void skip(long until) {
    if (until >= position.ordinal()) {
      position = EventPosition.after(until);
    }
  }

  private void pass(StoredEvent row, Consumer<StoredEvent.Event> sink) {
    EventPosition before = position;
    row.events().filter(event -> event.position().compareTo(before) > 0).forEach(sink);
    position = row.end();
  }
}
