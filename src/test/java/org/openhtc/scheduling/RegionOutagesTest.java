package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.region.RegionName.AWS_EU_WEST_1;
import static org.openhtc.region.RegionName.AWS_US_WEST_2;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

class RegionOutagesTest {
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
