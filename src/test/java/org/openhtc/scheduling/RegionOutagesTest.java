package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.region.RegionName.AWS_EU_WEST_1;
import static org.openhtc.region.RegionName.AWS_US_WEST_2;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.testing.SettableClock;

class RegionOutagesTest {
  private static final Duration GRACE = Duration.ofHours(1);

  private final SettableClock clock = SettableClock.stopped();
  private final Host unreachable = host(HostHealth.UNREACHABLE);
  private final List<RegionName> down = new ArrayList<>();
  private final List<WaitingClass> unsuited = new ArrayList<>();
  private Host present = unreachable;
  private final RegionOutages outages =
      new RegionOutages(
          (region, all) -> down.add(region),
          unsuited::addAll,
          () -> List.of(present),
          GRACE,
          clock);

  @Test
  void jobsOfARegionThatIsDownForLongFail() {
    observeALongOutage();
    outages.failWaiting(AWS_EU_WEST_1);
    assertThat(down).containsExactly(AWS_EU_WEST_1);
    assertThat(unsuited).hasSize(1);
  }

  @Test
  void jobsWaitIfAHostHasReturnedSinceTheHostsWereRead() {
    observeALongOutage();
    present = host(HostHealth.READY);
    outages.failWaiting(AWS_EU_WEST_1);
    assertThat(down).isEmpty();
    assertThat(unsuited).isEmpty();
  }

  private Host host(HostHealth health) {
    return aHost("h")
        .region(AWS_EU_WEST_1)
        .measure(aMeasure().build())
        .health(health)
        .lastSeenAt(clock.instant())
        .build();
  }

  private void observeALongOutage() {
    for (Duration passed : List.of(Duration.ZERO, GRACE.plusSeconds(1))) {
      clock.advance(passed);
      outages.observe(Set.of(AWS_EU_WEST_1), List.of(unreachable), List.of(waiting(AWS_EU_WEST_1)));
    }
  }

  /** The search for such jobs reads all waiting batches. */
  @Test
  void jobsAreSearchedOnlyIfSomeWaitForRegionsThatAreDownAlone() {
    List<WaitingClass> flexible = List.of(waiting(AWS_EU_WEST_1, AWS_US_WEST_2));
    assertThat(isSearched(Set.of(AWS_EU_WEST_1), flexible)).isFalse();
    assertThat(isSearched(Set.of(AWS_EU_WEST_1, AWS_US_WEST_2), flexible)).isTrue();
    assertThat(isSearched(Set.of(AWS_EU_WEST_1), List.of(waiting(AWS_EU_WEST_1)))).isTrue();
    assertThat(isSearched(Set.of(AWS_US_WEST_2), List.of(waiting(AWS_US_WEST_2)))).isFalse();
    assertThat(isSearched(Set.of(AWS_EU_WEST_1), List.of())).isFalse();
  }

  private static boolean isSearched(Set<RegionName> down, List<WaitingClass> waiting) {
    return RegionOutages.hasJobsOnlyFor(down, AWS_EU_WEST_1, waiting);
  }

  private static WaitingClass waiting(RegionName... regions) {
    return new WaitingClass(
        new UUID(0, 1),
        "workspace",
        JobPriority.ON_DEMAND_PRIORITY,
        new Demand(Architecture.X86, 1, 1000, 10),
        List.of(regions));
  }
}
