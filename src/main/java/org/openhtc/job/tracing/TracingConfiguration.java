package org.openhtc.job.tracing;

import java.net.URI;
import org.openhtc.job.watch.EventWatermark;
import org.openhtc.lease.LeaderLoop;
import org.openhtc.lease.Leases;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Sends traces in one process at a time, if a collector is set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("openhtc.tracing.endpoint")
class TracingConfiguration {

  @Bean
  LeaderLoop tracesLoop(
      Leases leases,
      TracingSettings settings,
      EndedJobQueries jobs,
      TracePositionStore positions,
      EventWatermark watermark,
      JsonMapper json) {
    URI endpoint = settings.endpoint();
    if (endpoint == null) {
      throw new IllegalStateException("openhtc.tracing.endpoint is empty");
    }
    TraceExporter exporter =
        new TraceExporter(jobs, positions, watermark::advance, new TraceClient(json, endpoint));
    return new LeaderLoop("traces", leases, settings.interval(), exporter::portion);
  }
}
