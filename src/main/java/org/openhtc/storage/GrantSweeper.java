package org.openhtc.storage;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets grants that have expired. They are refused without it; it keeps the table small. */
@Component
class GrantSweeper {
  private static final Logger log = LoggerFactory.getLogger(GrantSweeper.class);

  private final GrantStore grants;
  private final Clock clock;

  GrantSweeper(GrantStore grants, Clock clock) {
    this.grants = grants;
    this.clock = clock;
  }

  @Scheduled(
      initialDelayString = "${openhtc.storage.sweep-interval:5m}",
      fixedDelayString = "${openhtc.storage.sweep-interval:5m}")
  void run() {
    int swept = grants.sweep(clock.instant());
    log.debug("Forgot {} expired storage grants", swept);
  }
}
