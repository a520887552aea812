package org.openhtc.job.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/** Deletes expired keys, only to keep the table small. */
@Component
class IdempotencyKeySweeper implements SchedulingConfigurer {
  private static final Logger log = LoggerFactory.getLogger(IdempotencyKeySweeper.class);

  private final IdempotencyKeyStore keys;
  private final IdempotencySettings settings;
  private final Clock clock;

  IdempotencyKeySweeper(IdempotencyKeyStore keys, IdempotencySettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    Duration pause = settings.sweepInterval();
    tasks.addFixedDelayTask(new FixedDelayTask(this::run, pause, pause));
  }

  void run() {
    Instant now = clock.instant();
    int deleted;
    do {
      deleted = keys.sweep(now);
      log.debug("Deleted {} expired idempotency keys", deleted);
    } while (deleted == IdempotencyKeyStore.PORTION);
  }
}
