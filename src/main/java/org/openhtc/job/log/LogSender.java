package org.openhtc.job.log;

import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobJson;
import org.openhtc.job.query.JobRow;
import org.openhtc.stream.EventStream;
import org.springframework.stereotype.Component;

/** Sends the log lines of a job that a stream has not sent yet. */
@Component
class LogSender {
  private final JobLogQueries attempts;
  private final LogReadLimiter logs;
  private final JobJson json;

  LogSender(JobLogQueries attempts, LogReadLimiter logs, JobJson json) {
    this.attempts = attempts;
    this.logs = logs;
    this.json = json;
  }

  /**
   * Sends the remaining lines of the attempt that the stream has reached and of later ones that
   * have ended, then the settled lines of the latest attempt.
   *
   * @return false if the log can't be read now; the next call sends what is missing
   */
  boolean send(Caller caller, EventStream stream, JobRow job, LogProgress progress) {
    try {
      if (job.attempt() > 0) {
        sendAttempts(caller, stream, job, progress);
      }
      return true;
    } catch (ApiException e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      return false;
    }
  }

  private void sendAttempts(Caller caller, EventStream stream, JobRow job, LogProgress progress) {
    if (progress.attempt() == 0) {
      begin(stream, progress, progress.first(job.attempt()));
    }
    while (progress.attempt() < job.attempt()) {
      attempts
          .earlier(job, progress.attempt())
          .ifPresent(log -> sendLines(caller, stream, log, progress));
      begin(stream, progress, progress.attempt() + 1);
    }
    if (job.host() != null) {
      attempts.latest(job).ifPresent(log -> sendLines(caller, stream, log, progress));
    }
  }

  private static void begin(EventStream stream, LogProgress progress, int attempt) {
    progress.begin(attempt);
    stream.comment("attempt " + attempt);
  }

  private void sendLines(
      Caller caller, EventStream stream, JobLogSource.Request log, LogProgress progress) {
    LogFollower follower = progress.follower();
    do {
      LogSelection lines = follower.nextRead();
      logs.read(caller, log, lines);
      for (LogEntry entry : follower.take(lines, log.hasEnded())) {
        stream.send("log", LogEventId.of(log.attempt(), entry), json.write(entry.line()));
      }
    } while (follower.hasMore());
  }
}
