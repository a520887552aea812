package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.region.RegionName.AWS_EU_WEST_1;
import static org.openhtc.region.RegionName.AWS_US_WEST_2;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

class DemandLivenessTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = BEGIN.plus(Duration.ofHours(2));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final WaitingClass FITTING = waiting(Architecture.X86, 2, AWS_US_WEST_2);
  private static final WaitingClass ACCELERATED = waiting(Architecture.A100, 2, AWS_US_WEST_2);
  private static final WaitingClass LARGE = waiting(Architecture.X86, 9, AWS_US_WEST_2);
  private static final List<WaitingClass> ALL = List.of(FITTING, ACCELERATED, LARGE);

  private final DemandLiveness liveness = new DemandLiveness();

  @Test
  void demandThatNoHostSuitsIsFoundAfterTheTime() {
    liveness.observe(ALL, List.of(host(8, HostHealth.READY)), BEGIN);
    assertThat(liveness.unsuitedForLongerThan(Duration.ZERO, ALL)).isEmpty();
    liveness.observe(ALL, List.of(host(8, HostHealth.READY)), LATER);
    assertThat(liveness.unsuitedForLongerThan(HOUR, ALL)).containsExactly(ACCELERATED, LARGE);
    assertThat(liveness.unsuitedForLongerThan(HOUR.multipliedBy(2), ALL)).isEmpty();
  }

  @Test
  void suitableHostIsRememberedAfterItsRemoval() {
    liveness.observe(ALL, List.of(host(16, HostHealth.READY)), LATER);
    liveness.observe(ALL, List.of(), LATER.plus(HOUR));
    assertThat(liveness.unsuitedForLongerThan(HOUR, ALL)).isEmpty();
  }

  @Test
  void unreachableHostCountsUntilItsLastContact() {
    liveness.observe(ALL, List.of(), BEGIN);
    liveness.observe(ALL, List.of(host(8, HostHealth.UNREACHABLE)), BEGIN.plus(HOUR));
    liveness.observe(ALL, List.of(host(8, HostHealth.UNREACHABLE)), LATER);
    assertThat(liveness.unsuitedForLongerThan(HOUR, List.of(FITTING))).containsExactly(FITTING);
  }

  @Test
  void jobsOfSeveralRegionsNeedASuitableHostInOneOfThem() {
    List<WaitingClass> both =
        List.of(waiting(Architecture.X86, 2, AWS_EU_WEST_1, AWS_US_WEST_2), ACCELERATED);
    liveness.observe(both, List.of(), BEGIN);
    liveness.observe(both, List.of(host(8, HostHealth.READY)), LATER);
    assertThat(liveness.unsuitedForLongerThan(HOUR, both)).containsExactly(ACCELERATED);
  }

  @Test
  void newDemandCountsAsSuited() {
    liveness.observe(List.of(LARGE), List.of(), BEGIN);
    liveness.add(ALL, BEGIN.plus(HOUR));
    liveness.observe(ALL, List.of(), BEGIN.plus(HOUR).plusSeconds(1));
    assertThat(liveness.unsuitedForLongerThan(HOUR, ALL)).containsExactly(LARGE);
  }

  private static WaitingClass waiting(Architecture architecture, int vcpus, RegionName... regions) {
    return new WaitingClass(
        new UUID(0, 1),
        "workspace",
        JobPriority.ON_DEMAND_PRIORITY,
        new Demand(architecture, vcpus, 1000, 10),
        List.of(regions));
  }

  /** Last seen at the beginning. */
  private static Host host(int vcpus, HostHealth health) {
    return aHost("h")
        .measure(aMeasure().vcpus(vcpus).build())
        .health(health)
        .lastSeenAt(BEGIN)
        .build();
  }
}
