package org.openhtc.job.watch;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.job.JobJson;
import org.openhtc.job.statistics.JobStatisticsQueries;
import org.openhtc.stream.EventStream;
import org.springframework.stereotype.Component;

/** Writes the events of a task's jobs to a client while they happen. */
@Component
class TaskStreamWriter {
  /** Transactions that were writing when the client connected should have ended by then. */
  private static final Duration LONGEST_START = Duration.ofSeconds(10);

  private static final Duration LONG = Duration.ofMinutes(1);

  private final TaskEventNotifier notifier;
  private final EventReadLimiter limiter;
  private final JobStatisticsQueries statistics;
  private final JobJson json;

  TaskStreamWriter(
      TaskEventNotifier notifier,
      EventReadLimiter limiter,
      JobStatisticsQueries statistics,
      JobJson json) {
    this.notifier = notifier;
    this.limiter = limiter;
    this.statistics = statistics;
    this.json = json;
  }

  /**
   * Writes until the stream is over: first the counts, then each event.
   *
   * @param group only this group's jobs; null for all jobs
   * @param resume the event after which to begin; null for the events from now on
   */
  void write(
      Caller caller,
      EventStream stream,
      UUID task,
      @Nullable String group,
      @Nullable EventPosition resume) {
    try (TaskSubscription subscription = notifier.subscribe(task, stream::wakeUp);
        LimitedEvents events = limiter.open(caller, stream)) {
      awaitBegin(stream, subscription);
      EventPosition now = EventPosition.after(subscription.start());
      EventPosition from = resume == null || resume.compareTo(now) > 0 ? now : resume;
      stream.send("summary", from.id(), json.write(statistics.ofTask(task, group)));
      TaskEventReader reader = new TaskEventReader(events, task, group, from);
      reader.follow(now.ordinal(), event -> send(stream, event));
      events.caughtUp();
      stream.setPosition(() -> EventPosition.after(subscription.start()).id());
      while (stream.isOpen()) {
        sendNew(stream, reader, subscription.take());
      }
    }
  }

  private void sendNew(
      EventStream stream, TaskEventReader reader, TaskSubscription.@Nullable Range range) {
    if (range == null) {
      stream.await(LONG);
    } else {
      reader.skip(range.after());
      reader.follow(range.until(), event -> send(stream, event));
    }
  }

  private static void awaitBegin(EventStream stream, TaskSubscription subscription) {
    long latest = System.nanoTime() + LONGEST_START.toNanos();
    while (!subscription.hasBegun() && stream.isOpen()) {
      Duration left = Duration.ofNanos(latest - System.nanoTime());
      if (left.isNegative()) {
        throw ApiException.unavailable("The history of the jobs can't be read now.");
      }
      stream.await(left);
    }
  }

  private void send(EventStream stream, StoredEvent.Event event) {
    stream.send("job", event.position().id(), json.write(event.entry()));
  }
}
