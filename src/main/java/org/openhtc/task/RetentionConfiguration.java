package org.openhtc.task;

import org.openhtc.lease.LeaderLoop;
import org.openhtc.lease.Leases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs retention periodically. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

  @Bean
  LeaderLoop taskRetentionLoop(Leases leases, RetentionSettings settings, TaskRetention retention) {
    return new LeaderLoop("task-retention", leases, settings.interval(), retention::portion);
  }
}
