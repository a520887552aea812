package org.openhtc.job.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Component;

/**
 * Reads logs for clients, a few at the same time: even for a small part, the whole log is in memory
 * for a short time.
 */
@Component
class LogReadLimiter {
  /** Delay before a refused client should try again. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final JobLogSource source;
  private final LogReadSettings settings;
  private final Semaphore permits;

  LogReadLimiter(JobLogSource source, LogReadSettings settings) {
    this.source = source;
    this.settings = settings;
    this.permits = new Semaphore(settings.atOnce(), true);
  }

  /**
   * Reads a part of a log.
   *
   * @param since lines before that time may be left out; null for all lines
   * @param part selects from the lines, which are oldest first; must not keep a reference to the
   *     others
   * @throws ApiException 503 if too many logs are being read
   */
  <T> T read(
      JobLogSource.Request request, @Nullable Instant since, Function<List<JobLogLine>, T> part) {
    awaitPermit();
    try {
      return part.apply(source.lines(request, since));
    } finally {
      permits.release();
    }
  }

  private void awaitPermit() {
    boolean isAcquired = false;
    try {
      isAcquired = permits.tryAcquire(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isAcquired) {
      throw ApiException.unavailable("Too many logs are being read; try again later.", RETRY);
    }
  }
}
