package org.openhtc.job.watch;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobJson;
import org.openhtc.job.statistics.JobStatisticsQueries;
import org.openhtc.stream.EventStream;
import org.springframework.stereotype.Component;

/** Tells a client what happens to a task's jobs while it happens. */
@Component
class TaskStreamWriter {
  /** Within this time every transaction that was writing when the client came should have ended. */
  private static final Duration BEGINNING = Duration.ofSeconds(10);

  private static final Duration LONG = Duration.ofMinutes(1);

  private final TaskEventNotifier news;
  private final TaskEventStore feed;
  private final JobStatisticsQueries statistics;
  private final JobJson json;

  TaskStreamWriter(
      TaskEventNotifier news, TaskEventStore feed, JobStatisticsQueries statistics, JobJson json) {
    this.news = news;
    this.feed = feed;
    this.statistics = statistics;
    this.json = json;
  }

  /**
   * Writes until the stream is over: first the counts, then event by event.
   *
   * @param group only this group's jobs; null for all
   * @param resume behind which event to begin; null for what comes from now on
   */
  void write(
      EventStream stream, UUID task, @Nullable String group, @Nullable EventPosition resume) {
    try (TaskSubscription subscription = news.subscribe(task, stream::wakeUp)) {
      awaitBeginning(stream, subscription);
      EventPosition now = EventPosition.after(subscription.start());
      EventPosition from = resume == null || resume.compareTo(now) > 0 ? now : resume;
      stream.send("summary", from.id(), json.write(statistics.ofTask(task, group)));
      TaskEventReader follower = new TaskEventReader(feed, task, group, from);
      follower.follow(now.ordinal(), event -> send(stream, event));
      while (stream.isOpen()) {
        goOn(stream, follower, subscription.take());
      }
    }
  }

  private void goOn(
      EventStream stream, TaskEventReader follower, TaskSubscription.@Nullable News found) {
    if (found == null) {
      stream.await(LONG);
    } else {
      follower.skip(found.after());
      follower.follow(found.until(), event -> send(stream, event));
    }
  }

  private static void awaitBeginning(EventStream stream, TaskSubscription subscription) {
    long latest = System.nanoTime() + BEGINNING.toNanos();
    while (!subscription.hasBegun() && stream.isOpen()) {
      Duration left = Duration.ofNanos(latest - System.nanoTime());
      if (left.isNegative()) {
        throw ApiException.unavailable("The history of the jobs can't be read now.");
      }
      stream.await(left);
    }
  }

  private void send(EventStream stream, StoredEvent.Event event) {
    stream.send("job", event.position().id(), json.write(event.line()));
  }
}
