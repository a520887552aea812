package org.openhtc.metrics;

import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openhtc.scheduling.TickTimers;
import org.springframework.stereotype.Component;

/**
 * Metrics for the operators of the installation: hosts, free vCPUs, the queue, the ledger and
 * ticks.
 */
@Component
class PlatformMetrics {
  private final PlatformFiguresReader figures;
  private final TickTimers ticks;

  PlatformMetrics(PlatformFiguresReader figures, TickTimers ticks) {
    this.figures = figures;
    this.ticks = ticks;
  }

  List<MetricSnapshot> now() {
    PlatformFigures now = figures.now();
    return List.of(
        health(now),
        vcpus(now),
        freeVcpus(now),
        queued(now),
        ledgerDiscrepancies(now),
        tickSeconds());
  }

  private static MetricSnapshot health(PlatformFigures now) {
    Gauge hosts =
        new Gauge("openhtc_platform_hosts", "Compute hosts by health.", "region", "health");
    now.regions()
        .forEach(
            of -> of.hosts().forEach((health, count) -> hosts.set(count, of.region(), health)));
    return hosts.snapshot();
  }

  private static MetricSnapshot vcpus(PlatformFigures now) {
    Gauge vcpus = new Gauge("openhtc_platform_vcpus", "vCPUs of ready hosts for jobs.", "region");
    now.regions().forEach(of -> vcpus.set(of.vcpus(), of.region()));
    return vcpus.snapshot();
  }

  private static MetricSnapshot freeVcpus(PlatformFigures now) {
    Gauge vcpus =
        new Gauge(
            "openhtc_platform_free_vcpus", "vCPUs of ready hosts that no job uses.", "region");
    now.regions().forEach(of -> vcpus.set(of.freeVcpus(), of.region()));
    return vcpus.snapshot();
  }

  private static MetricSnapshot queued(PlatformFigures now) {
    Gauge jobs =
        new Gauge("openhtc_platform_queued_jobs", "Waiting jobs of all workspaces.", "status");
    now.liveJobs()
        .forEach((status, count) -> {
          if (!status.isOnHost()) {
            jobs.set(count, status);
          }
        });
    return jobs.snapshot();
  }

  private static MetricSnapshot ledgerDiscrepancies(PlatformFigures now) {
    Gauge found =
        new Gauge(
            "openhtc_platform_ledger_discrepancies",
            "Problems that the last check of the job ledger found.");
    now.ledger().ifPresent(last -> found.set(last.discrepancies()));
    return found.snapshot();
  }

  private MetricSnapshot tickSeconds() {
    SummarySnapshot.Builder seconds =
        SummarySnapshot.builder()
            .name("openhtc_platform_placement_tick_seconds")
            .help("Ticks of the schedulers that the responding process leads.");
    for (Timer region : ticks.all()) {
      seconds.dataPoint(
          SummaryDataPointSnapshot.builder()
              .labels(
                  Labels.of(
                      "region", Objects.requireNonNull(region.getId().getTag(TickTimers.REGION))))
              .count(region.count())
              .sum(region.totalTime(TimeUnit.SECONDS))
              .build());
    }
    return seconds.build();
  }
}
