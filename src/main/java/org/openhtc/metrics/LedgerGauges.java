package org.openhtc.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openhtc.job.ledger.LastCheck;

/** The last check of the job ledger by any process, as gauges. */
final class LedgerGauges {
  private final Clock clock;
  private volatile LastCheck last;

  LedgerGauges(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    this.last = new LastCheck(clock.instant(), 0, 0);
    Gauge.builder(
            "openhtc.platform.ledger.discrepancies", this, gauges -> gauges.last.discrepancies())
        .description("Problems that the last check of the job ledger found.")
        .register(meters);
    TimeGauge.builder("openhtc.platform.ledger.age", this, TimeUnit.SECONDS, LedgerGauges::age)
        .description("Time since the last check of the job ledger, or since the start without one.")
        .register(meters);
  }

  private double age() {
    Instant checkedAt = last.checkedAt();
    return Duration.between(checkedAt, clock.instant()).toSeconds();
  }

  void update(Optional<LastCheck> check) {
    check.ifPresent(found -> last = found);
  }
}
