package org.openhtc.metrics;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.openhtc.job.series.SeriesSettings;
import org.openhtc.lease.LeaderLoop;
import org.openhtc.lease.Leases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the present figures to the series of all regions with hosts, and removes old points. */
@Configuration(proxyBeanMethods = false)
class RegionSeriesRecorder {
  private static final int PORTION = 10_000;

  @Bean
  LeaderLoop regionSeriesLoop(
      Leases leases,
      SeriesSettings settings,
      PlatformFiguresReader figures,
      RegionSeriesStore store,
      Clock clock) {
    return new LeaderLoop(
        "region-series",
        leases,
        settings.interval(),
        () -> {
          Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
          figures.now().regions().forEach(of -> store.record(of.region(), RegionPoint.of(now, of)));
          store.remove(now.minus(settings.keep()), PORTION);
          return false;
        });
  }
}
