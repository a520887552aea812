package org.openhtc.storage.removal;

import java.time.Clock;
import org.openhtc.storage.GrantStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Deletes expired grants to keep the table small; the store refuses them in any case. */
@Component
class GrantSweeper {
  private static final Logger log = LoggerFactory.getLogger(GrantSweeper.class);

  private final GrantStore grants;
  private final Clock clock;

  GrantSweeper(GrantStore grants, Clock clock) {
    this.grants = grants;
    this.clock = clock;
  }

  /** Runs periodically. */
  void run() {
    int deleted = grants.deleteExpired(clock.instant());
    log.debug("Deleted {} expired storage grants", deleted);
  }
}
