package org.openhtc.job.ledger;

import java.time.Duration;
import org.openhtc.lease.LeaderLoop;
import org.openhtc.lease.Leases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the check in one process at a time. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {
  /** After the end of the leader another process checks as late as this. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  @Bean
  LeaderLoop ledgerLoop(Leases leases, LedgerSettings settings, LedgerCheck check) {
    Duration interval = settings.interval();
    Duration pause = interval.compareTo(LONGEST_PAUSE) < 0 ? interval : LONGEST_PAUSE;
    return new LeaderLoop("ledger", leases, pause, check::portion);
  }
}
