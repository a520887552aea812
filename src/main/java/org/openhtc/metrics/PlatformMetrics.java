package org.openhtc.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.host.Hosts;
import org.openhtc.job.queue.HostUse;
import org.openhtc.job.queue.HostUseReader;
import org.openhtc.job.statistics.JobMetricsQueries;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.Ticks;
import org.springframework.stereotype.Component;

/** Metrics for the operators of the installation: hosts, free vCPUs, the queue and scheduling. */
@Component
class PlatformMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Hosts hosts;
  private final HostUseReader use;
  private final JobMetricsQueries jobMetrics;
  private final Ticks ticks;

  PlatformMetrics(Hosts hosts, HostUseReader use, JobMetricsQueries jobMetrics, Ticks ticks) {
    this.hosts = hosts;
    this.use = use;
    this.jobMetrics = jobMetrics;
    this.ticks = ticks;
  }

  List<MetricSnapshot> now() {
    Map<RegionName, List<Host>> regions =
        hosts.all().stream()
            .collect(Collectors.groupingBy(Host::region, TreeMap::new, Collectors.toList()));
    return List.of(health(regions), vcpus(regions), freeVcpus(regions), queued(), tickSeconds());
  }

  private static MetricSnapshot health(Map<RegionName, List<Host>> regions) {
    Gauge hosts =
        new Gauge("openhtc_platform_hosts", "Compute hosts by health.", "region", "health");
    regions.forEach((region, all) ->
        Arrays.stream(HostHealth.values())
            .forEach(health ->
                hosts.set(
                    all.stream().filter(host -> host.health() == health).count(), region, health)));
    return hosts.snapshot();
  }

  private static MetricSnapshot vcpus(Map<RegionName, List<Host>> regions) {
    Gauge vcpus = new Gauge("openhtc_platform_vcpus", "vCPUs of ready hosts for jobs.", "region");
    regions.forEach((region, all) ->
        vcpus.set(all.stream().filter(Host::isReady).mapToInt(Host::vcpusForJobs).sum(), region));
    return vcpus.snapshot();
  }

  private MetricSnapshot freeVcpus(Map<RegionName, List<Host>> regions) {
    Map<String, Long> used =
        use.all().stream().collect(Collectors.toMap(HostUse::host, HostUse::vcpus, Long::sum));
    Gauge vcpus =
        new Gauge(
            "openhtc_platform_free_vcpus", "vCPUs of ready hosts that no job uses.", "region");
    regions.forEach((region, all) ->
        vcpus.set(
            all.stream()
                .filter(Host::isReady)
                .mapToLong(
                    host -> Math.max(0, host.vcpusForJobs() - used.getOrDefault(host.name(), 0L)))
                .sum(),
            region));
    return vcpus.snapshot();
  }

  private MetricSnapshot queued() {
    Gauge jobs =
        new Gauge("openhtc_platform_queued_jobs", "Waiting jobs of all workspaces.", "status");
    jobMetrics.queued().forEach((status, count) -> jobs.set(count, status));
    return jobs.snapshot();
  }

  private MetricSnapshot tickSeconds() {
    SummarySnapshot.Builder seconds =
        SummarySnapshot.builder()
            .name("openhtc_platform_placement_tick_seconds")
            .help("Ticks of the schedulers that the responding process leads.");
    for (Ticks.OfRegion region : ticks.soFar()) {
      seconds.dataPoint(
          SummaryDataPointSnapshot.builder()
              .labels(Labels.of("region", region.region().name()))
              .count(region.count())
              .sum(region.total().toNanos() / NANOS_PER_SECOND)
              .build());
    }
    return seconds.build();
  }
}
