package org.openhtc.job.ledger;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Checks the ledger when the last check, by any process, is old enough. */
@Component
class LedgerCheck {
  private static final Logger log = LoggerFactory.getLogger(LedgerCheck.class);

  private final LedgerReader reader;
  private final LedgerCheckStore store;
  private final LedgerSettings settings;
  private final Clock clock;

  LedgerCheck(LedgerReader reader, LedgerCheckStore store, LedgerSettings settings, Clock clock) {
    this.reader = reader;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns false: there is nothing left to do before the next check. */
  boolean portion() {
    if (isDue()) {
      run();
    }
    return false;
  }

  private boolean isDue() {
    Instant latest = clock.instant().minus(settings.interval());
    return store.last().map(last -> !last.checkedAt().isAfter(latest)).orElse(true);
  }

  private void run() {
    Ledger ledger = reader.read();
    store.write(ledger);
    if (ledger.discrepancyCount() == 0) {
      log.debug("The ledger of {} jobs is correct", ledger.total().submitted());
      return;
    }
    log.error(
        "The ledger of {} jobs is off: {} discrepancies were found",
        ledger.total().submitted(),
        ledger.discrepancyCount());
    ledger
        .discrepancies()
        .forEach(found -> log.error("Batch {} is off: {}", found.parentJobId(), found.problem()));
  }
}
