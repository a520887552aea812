package org.openhtc.job.series;

import org.openhtc.lease.LeaderLoop;
import org.openhtc.lease.Leases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the recorder in one process at a time. */
@Configuration(proxyBeanMethods = false)
class SeriesConfiguration {

  @Bean
  LeaderLoop taskSeriesLoop(Leases leases, SeriesSettings settings, TaskSeriesRecorder recorder) {
    return new LeaderLoop("task-series", leases, settings.interval(), recorder::portion);
  }
}
