package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.region.RegionName.AWS_EU_WEST_1;
import static org.openhtc.region.RegionName.AWS_US_WEST_2;
import static org.openhtc.scheduling.plan.BatchBuilder.aBatch;
import static org.openhtc.scheduling.plan.TestPlans.ALICE;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

class LargestHostsTest {
  private static final WaitingBatch BATCH =
      aBatch(ALICE).memoryMib(1_000).retry(0, 2_000, null).retry(1, 64_000, null).jobs(3);

  @Test
  void retryGetsNoMoreMemoryThanTheLargestHostHas() {
    Host small = host("h1", AWS_US_WEST_2, 4_000, HostHealth.READY);
    Host large = host("h2", AWS_US_WEST_2, 9_000, HostHealth.READY);
    assertThat(memories(List.of(AWS_US_WEST_2), AllowedHosts.ALL, small, large))
        .containsExactly(2_000, (int) large.memoryForJobs());
  }

  @Test
  void hostThatIsUnreachableOrOfAnotherRegionOfTheBatchCounts() {
    Host small = host("h1", AWS_US_WEST_2, 4_000, HostHealth.READY);
    Host away = host("h2", AWS_US_WEST_2, 66_000, HostHealth.UNREACHABLE);
    Host elsewhere = host("h3", AWS_EU_WEST_1, 66_000, HostHealth.READY);
    assertThat(memories(List.of(AWS_US_WEST_2), AllowedHosts.ALL, small, away))
        .containsExactly(2_000, 64_000);
    assertThat(memories(List.of(AWS_US_WEST_2, AWS_EU_WEST_1), AllowedHosts.ALL, small, elsewhere))
        .containsExactly(2_000, 64_000);
    assertThat(memories(List.of(AWS_US_WEST_2), AllowedHosts.ALL, small, elsewhere))
        .containsExactly(2_000, (int) small.memoryForJobs());
  }

  @Test
  void hostThatTheProjectMayNotUseDoesNotCount() {
    Host small = host("h1", AWS_US_WEST_2, 4_000, HostHealth.READY);
    Host large = host("h2", AWS_US_WEST_2, 66_000, HostHealth.READY);
    AllowedHosts first = TestPlans.only(ALICE, JobPriority.ON_DEMAND_PRIORITY, "h1");
    assertThat(memories(List.of(AWS_US_WEST_2), first, small, large))
        .containsExactly(2_000, (int) small.memoryForJobs());
  }

  @Test
  void retriesOfAClassThatNoHostSuitsAreNotChanged() {
    Host tiny = host("h1", AWS_US_WEST_2, 900, HostHealth.READY);
    assertThat(memories(List.of(AWS_US_WEST_2), AllowedHosts.ALL, tiny))
        .containsExactly(2_000, 64_000);
  }

  private static List<Integer> memories(
      List<RegionName> regions, AllowedHosts allowed, Host... hosts) {
    WaitingClass of =
        new WaitingClass(ALICE, "ws", JobPriority.ON_DEMAND_PRIORITY, BATCH.demand(), regions);
    return new LargestHosts(Stream.of(hosts).toList(), AWS_US_WEST_2, allowed)
        .limit(of, BATCH).retries().stream().map(WaitingRetry::memoryMib).toList();
  }

  private static Host host(String name, RegionName region, long memoryMib, HostHealth health) {
    return aHost(name)
        .region(region)
        .measure(aMeasure().vcpus(8).memoryMib(memoryMib).build())
        .health(health)
        .build();
  }
}
