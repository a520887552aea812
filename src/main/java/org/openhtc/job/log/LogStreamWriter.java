package org.openhtc.job.log;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.job.JobId;
import org.openhtc.job.JobJson;
import org.openhtc.job.query.JobQueries;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.watch.TaskEventNotifier;
import org.openhtc.job.watch.TaskSubscription;
import org.openhtc.job.watch.WatchSettings;
import org.openhtc.stream.EventStream;
import org.springframework.stereotype.Component;

/**
 * Writes a job's log to a client while it grows. When the job runs again, the log of the next
 * attempt follows the end of the previous one.
 */
@Component
class LogStreamWriter {
  /** A pause lasts at least this many times as long as the read before it, to limit the load. */
  private static final int PAUSE_PER_READ = 10;

  private static final Duration LONG = Duration.ofMinutes(1);

  private final TaskEventNotifier notifier;
  private final JobQueries queries;
  private final LogSender sender;
  private final JobJson json;
  private final WatchSettings settings;

  LogStreamWriter(
      TaskEventNotifier notifier,
      JobQueries queries,
      LogSender sender,
      JobJson json,
      WatchSettings settings) {
    this.notifier = notifier;
    this.queries = queries;
    this.sender = sender;
    this.json = json;
    this.settings = settings;
  }

  /**
   * Writes until the stream is over, or the job has ended and its log is sent.
   *
   * @param resume the line after which to begin; null for the present attempt's first line
   */
  void write(Caller caller, EventStream stream, UUID task, JobId id, @Nullable LogEventId resume) {
    LogProgress progress = new LogProgress(resume);
    try (TaskSubscription events = notifier.subscribe(task, stream::wakeUp)) {
      stream.comment("log of " + id);
      while (stream.isOpen()) {
        long started = System.nanoTime();
        JobRow job = queries.one(task, id).orElse(null);
        if (job == null) {
          return;
        }
        boolean isRead = sender.send(caller, stream, job, progress);
        if (isRead && job.status().isTerminal()) {
          sendEnd(stream, job);
          return;
        }
        pause(stream, job, isRead, Duration.ofNanos(System.nanoTime() - started));
        events.take();
      }
    }
  }

  private void sendEnd(EventStream stream, JobRow job) {
    Map<String, Object> end = Map.of("jobId", job.id().toString(), "status", job.status());
    stream.send("end", null, json.write(end));
  }

  /** A growing log causes no event, so it is polled; all other changes wake the stream. */
  private void pause(EventStream stream, JobRow job, boolean isRead, Duration read) {
    if (isRead && !job.status().isOnHost()) {
      stream.await(LONG);
    }
    Duration pause = read.multipliedBy(PAUSE_PER_READ);
    Duration least = settings.logInterval();
    stream.pause(pause.compareTo(least) > 0 ? pause : least);
  }
}
