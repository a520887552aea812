package org.openhtc.job.watch;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the history of a task's jobs, each event once. For one thread. */
public final class TaskFollower {
  private static final int PAGE = 500;

  private final TaskFeed feed;
  private final UUID task;
  private final @Nullable String group;
  private final int page;
  private FeedPosition position;

  /**
   * @param group only this group's jobs; null for all
   * @param after where to begin: with what comes after it
   */
  public TaskFollower(TaskFeed feed, UUID task, @Nullable String group, FeedPosition after) {
    this(feed, task, group, after, PAGE);
  }

  public TaskFollower(
      TaskFeed feed, UUID task, @Nullable String group, FeedPosition after, int page) {
    this.feed = feed;
    this.task = task;
    this.group = group;
    this.position = after;
    this.page = page;
  }

  /** Hands on every event up to that ordinal. */
  public void follow(long until, Consumer<FeedRow.Event> sink) {
    List<FeedRow> rows;
    do {
      rows = feed.read(task, group, position, until, page);
      rows.forEach(row -> hand(row, sink));
    } while (rows.size() == page);
    skip(until);
  }

  /** Passes over what others found to be none of this task's. */
  void skip(long until) {
    if (until > position.ordinal()) {
      position = FeedPosition.after(until);
    }
  }

  private void hand(FeedRow row, Consumer<FeedRow.Event> sink) {
    FeedPosition seen = position;
    row.events().filter(event -> event.position().compareTo(seen) > 0).forEach(sink);
    position = FeedPosition.after(row.ordinal());
  }
}
