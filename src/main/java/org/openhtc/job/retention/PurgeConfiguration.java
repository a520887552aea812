package org.openhtc.job.retention;

import org.openhtc.lease.LeaderLoop;
import org.openhtc.lease.Leases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the purgers in separate loops: an unreachable object store delays only the first. */
@Configuration(proxyBeanMethods = false)
class PurgeConfiguration {

  @Bean
  LeaderLoop endedJobsLoop(Leases leases, PurgeSettings settings, BatchPurger ended) {
    return new LeaderLoop("ended-jobs", leases, settings.interval(), ended::portion);
  }

  @Bean
  LeaderLoop jobsOfDeletedTasksLoop(
      Leases leases, PurgeSettings settings, DeletedTaskPurger deleted) {
    return new LeaderLoop("jobs-of-deleted-tasks", leases, settings.interval(), deleted::portion);
  }
}
