package org.openhtc.job.watch;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the events of a task's jobs, each event once. Not thread-safe. */
final class TaskEventReader {
  private static final int PAGE = 2_000;

  private final TaskEventStore events;
  private final UUID task;
  private final @Nullable String group;
  private final int page;
  private EventPosition position;

  /**
   * @param group only this group's jobs; null for all jobs
   * @param after the position after which to begin
   */
  TaskEventReader(TaskEventStore events, UUID task, @Nullable String group, EventPosition after) {
    this(events, task, group, after, PAGE);
  }

  TaskEventReader(
      TaskEventStore events, UUID task, @Nullable String group, EventPosition after, int page) {
    this.events = events;
    this.task = task;
    this.group = group;
    this.position = after;
    this.page = page;
  }

  /** Passes the events up to that ordinal to the sink. */
  void follow(long until, Consumer<StoredEvent.Event> sink) {
    List<StoredEvent> rows;
    do {
      rows = events.read(task, group, position, until, page);
      rows.forEach(row -> pass(row, sink));
    } while (rows.size() == page);
    skip(until);
  }

  /** Skips ordinals that are known to contain no event of this task. */
  void skip(long until) {
    if (until > position.ordinal()) {
      position = EventPosition.after(until);
    }
  }

  private void pass(StoredEvent row, Consumer<StoredEvent.Event> sink) {
    EventPosition before = position;
    row.events().filter(event -> event.position().compareTo(before) > 0).forEach(sink);
    position = row.end();
  }
}
