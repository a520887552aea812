package org.openhtc.job.watch;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the history of a task's jobs, each event once. For one thread. */
public final class TaskEventReader {
  private static final int PAGE = 500;

  private final TaskEventStore feed;
  private final UUID task;
  private final @Nullable String group;
  private final int page;
  private EventPosition position;

  /**
   * @param group only this group's jobs; null for all
   * @param after where to begin: with what comes after it
   */
  public TaskEventReader(
      TaskEventStore feed, UUID task, @Nullable String group, EventPosition after) {
    this(feed, task, group, after, PAGE);
  }

  public TaskEventReader(
      TaskEventStore feed, UUID task, @Nullable String group, EventPosition after, int page) {
    this.feed = feed;
    this.task = task;
    this.group = group;
    this.position = after;
    this.page = page;
  }

  /** Hands on every event up to that ordinal. */
  public void follow(long until, Consumer<StoredEvent.Event> sink) {
    List<StoredEvent> rows;
    do {
      rows = feed.read(task, group, position, until, page);
      rows.forEach(row -> hand(row, sink));
    } while (rows.size() == page);
    skip(until);
  }

  /** Passes over what others found to be none of this task's. */
  void skip(long until) {
    if (until > position.ordinal()) {
      position = EventPosition.after(until);
    }
  }

  private void hand(StoredEvent row, Consumer<StoredEvent.Event> sink) {
    EventPosition seen = position;
    row.events().filter(event -> event.position().compareTo(seen) > 0).forEach(sink);
    position = EventPosition.after(row.ordinal());
  }
}
