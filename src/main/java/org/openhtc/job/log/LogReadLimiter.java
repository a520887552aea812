package org.openhtc.job.log;

import java.util.concurrent.Semaphore;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Component;

/** Reads logs for clients, a few at the same time. */
@Component
class LogReadLimiter {
  private final JobLogSource source;
  private final LogReadSettings settings;
  private final Semaphore permits;

  LogReadLimiter(JobLogSource source, LogReadSettings settings) {
    this.source = source;
    this.settings = settings;
    this.permits = new Semaphore(settings.atOnce(), true);
  }

  /**
   * Reads the present lines of a log.
   *
   * @throws ApiException 503 if too many logs are being read, or there may be lines that can't be
   *     read now
   */
  void read(JobLogSource.Request request, LogSelection lines) {
    try (LogGate gate = new LogGate(lines, permits, settings.patience())) {
      readThrough(gate, request, lines);
    }
  }

  private void readThrough(LogGate gate, JobLogSource.Request request, LogSelection lines) {
    try {
      source.read(request, lines.since(), gate);
    } catch (RuntimeException e) {
      gate.throwRefusal();
      throw e;
    }
  }
}
