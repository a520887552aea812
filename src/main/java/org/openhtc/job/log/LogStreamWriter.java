package org.openhtc.job.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobId;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.watch.TaskSubscription;
import org.openhtc.stream.EventStream;

/**
 * Writes one job's log to a client while it grows. A job that runs again goes on with the log of
 * its next attempt, after the rest of the one before.
 */
final class LogStreamWriter {
  /** A look may take this part of the time at most, so that long logs are looked at less often. */
  private static final int LEISURE = 10;

  private static final Duration LONG = Duration.ofMinutes(1);

  private final LogStreams parts;
  private final EventStream stream;
  private final @Nullable LogEventId resume;
  private LogFollower follower = new LogFollower(null);
  private boolean isBehind;

  /** The attempt whose log is being sent; 0 before the first. */
  private int attempt;

  LogStreamWriter(LogStreams parts, EventStream stream, @Nullable LogEventId resume) {
    this.parts = parts;
    this.stream = stream;
    this.resume = resume;
  }

  void write(UUID task, JobId id) {
    try (TaskSubscription news = parts.news().subscribe(task, stream::wakeUp)) {
      stream.comment("log of " + id);
      while (stream.isOpen()) {
        long started = System.nanoTime();
        JobRow job = parts.queries().one(task, id).orElse(null);
        if (job == null || isTold(job)) {
          end(job);
          return;
        }
        rest(job, Duration.ofNanos(System.nanoTime() - started));
        news.take();
      }
    }
  }

  /** Whether everything was sent that this job will ever have printed. */
  private boolean isTold(JobRow job) {
    try {
      isBehind = false;
      if (job.attempt() > 0) {
        tell(job);
      }
      return job.status().isTerminal();
    } catch (ApiException e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      isBehind = true; // the log can't be read now: the stream waits for it
      return false;
    }
  }

  /** Every attempt to its end, and as much of the present one as there is. */
  private void tell(JobRow job) {
    if (attempt == 0) {
      begin(resume == null ? job.attempt() : Math.clamp(resume.attempt(), 1, job.attempt()));
    }
    while (attempt < job.attempt()) {
      send(parts.queries().logOfEarlier(job, attempt), true);
      begin(attempt + 1);
    }
    boolean isComplete = job.status().isTerminal();
    send(job.log(isComplete), isComplete);
  }

  private void begin(int next) {
    attempt = next;
    stream.comment("attempt " + next);
    follower = new LogFollower(resume == null ? null : resume.within(next));
  }

  private void send(JobLogSource.Wanted log, boolean isComplete) {
    do {
      List<JobLogPages.Placed> portion =
          parts.logs().read(log, follower.since(), lines -> follower.take(lines, isComplete));
      for (JobLogPages.Placed line : portion) {
        stream.send("log", LogEventId.id(attempt, line), parts.json().write(line.line()));
      }
    } while (follower.hasMore());
  }

  private void end(@Nullable JobRow job) {
    if (job != null) {
      Map<String, Object> end = Map.of("jobId", job.id().toString(), "status", job.status());
      stream.send("end", null, parts.json().write(end));
    }
  }

  /** Until it is worth another look: a log grows silently, everything else is news. */
  private void rest(JobRow job, Duration look) {
    if (!job.status().isOnHost() && !isBehind) {
      stream.await(LONG);
    }
    Duration interval = parts.settings().logInterval();
    Duration pause = look.multipliedBy(LEISURE);
    long until = System.nanoTime() + Math.max(interval.toNanos(), pause.toNanos());
    for (long left = until - System.nanoTime();
        left > 0 && stream.isOpen();
        left = until - System.nanoTime()) {
      stream.await(Duration.ofNanos(left));
    }
  }
}
