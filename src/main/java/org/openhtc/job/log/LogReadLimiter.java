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
 * Reads logs for clients, a few at once: however small the part that is wanted, the whole log is in
 * memory for a moment.
 */
@Component
class LogReadLimiter {
  /** When a client that was refused may come back. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final JobLogSource source;
  private final LogReadSettings settings;
  private final Semaphore turns;

  LogReadLimiter(JobLogSource source, LogReadSettings settings) {
    this.source = source;
    this.settings = settings;
    this.turns = new Semaphore(settings.atOnce(), true);
  }

  /**
   * A part of a log.
   *
   * @param since lines before that time may be left out; null for all lines
   * @param part takes what is wanted from the lines, oldest first, and lets go of the others
   * @throws ApiException 503 when too many logs are being read
   */
  <T> T read(
      JobLogSource.Wanted wanted, @Nullable Instant since, Function<List<JobLogLine>, T> part) {
    awaitTurn();
    try {
      return part.apply(source.lines(wanted, since));
    } finally {
      turns.release();
    }
  }

  private void awaitTurn() {
    boolean isMine = false;
    try {
      isMine = turns.tryAcquire(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isMine) {
      throw ApiException.unavailable("Too many logs are being read; try again later.", RETRY);
    }
  }
}
