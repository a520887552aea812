package org.openhtc.job.submission;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes expired keys, only to keep the table small. */
@Component
class IdempotencyKeySweeper {
  private static final Logger log = LoggerFactory.getLogger(IdempotencyKeySweeper.class);

  private final IdempotencyKeyStore keys;
  private final Clock clock;

  IdempotencyKeySweeper(IdempotencyKeyStore keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Scheduled(
      initialDelayString = "${openhtc.idempotency.sweep-interval:1h}",
      fixedDelayString = "${openhtc.idempotency.sweep-interval:1h}")
  void run() {
    log.debug("Deleted {} expired idempotency keys", keys.sweep(clock.instant()));
  }
}
