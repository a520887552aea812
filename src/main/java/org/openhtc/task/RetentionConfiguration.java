package org.openhtc.task;

import org.openhtc.lease.LeaderLoop;
import org.openhtc.lease.Leases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs retention, and the removal of deleted tasks, periodically. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

  @Bean
  LeaderLoop taskRetentionLoop(Leases leases, RetentionSettings settings, TaskRetention retention) {
    return new LeaderLoop("task-retention", leases, settings.interval(), retention::portion);
  }

  @Bean
  LeaderLoop deletedTasksLoop(Leases leases, RetentionSettings settings, DeletedTasks deleted) {
    return new LeaderLoop("deleted-tasks", leases, settings.interval(), deleted::portion);
  }
}
