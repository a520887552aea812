package org.openhtc.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.springframework.stereotype.Component;

/**
 * The figures of the installation as gauges. A loop reads them, so that a scrape causes no
 * statement and succeeds while the database is unavailable; then their age grows.
 */
@Component
class PlatformGauges extends LoopingComponent {
  private final PlatformFiguresReader figures;
  private final Clock clock;
  private final MultiGauge hosts;
  private final MultiGauge vcpus;
  private final MultiGauge freeVcpus;
  private final MultiGauge jobs;
  private final LedgerGauges ledger;
  private volatile Instant readAt;

  PlatformGauges(
      PlatformFiguresReader figures, MeterSettings settings, MeterRegistry meters, Clock clock) {
    super(new WakeableLoop("platform-gauges", settings.interval()));
    this.figures = figures;
    this.clock = clock;
    this.readAt = clock.instant();
    this.hosts = gauge("openhtc.platform.hosts", "Compute hosts by health.", meters);
    this.vcpus = gauge("openhtc.platform.vcpus", "vCPUs of ready hosts for jobs.", meters);
    this.freeVcpus =
        gauge("openhtc.platform.free.vcpus", "vCPUs of ready hosts that no job uses.", meters);
    this.jobs =
        gauge("openhtc.platform.jobs", "Jobs of all workspaces that have not ended.", meters);
    this.ledger = new LedgerGauges(meters, clock);
    TimeGauge.builder("openhtc.platform.figures.age", this, TimeUnit.SECONDS, PlatformGauges::age)
        .description("Time since the values of openhtc_platform_* were read.")
        .register(meters);
  }

  private static MultiGauge gauge(String name, String description, MeterRegistry meters) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  private double age() {
    return clock.instant().getEpochSecond() - readAt.getEpochSecond();
  }

  @Override
  protected void pass() {
    PlatformFigures now = figures.now();
    hosts.register(
        now.regions().stream()
            .flatMap(of ->
                of.hosts().entrySet().stream()
                    .<Row<?>>map(health ->
                        Row.of(
                            Tags.of("region", of.region().name(), "health", health.getKey().name()),
                            health.getValue())))
            .toList(),
        true);
    vcpus.register(rows(now, PlatformFigures.OfRegion::vcpus), true);
    freeVcpus.register(rows(now, PlatformFigures.OfRegion::freeVcpus), true);
    jobs.register(
        now.liveJobs().entrySet().stream()
            .<Row<?>>map(
                status -> Row.of(Tags.of("status", status.getKey().name()), status.getValue()))
            .toList(),
        true);
    ledger.update(now.ledger());
    readAt = clock.instant();
  }

  private static List<Row<?>> rows(
      PlatformFigures now, ToLongFunction<PlatformFigures.OfRegion> value) {
    return now.regions().stream()
        .<Row<?>>map(of -> Row.of(Tags.of("region", of.region().name()), value.applyAsLong(of)))
        .toList();
  }
}
