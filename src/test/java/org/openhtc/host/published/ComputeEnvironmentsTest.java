package org.openhtc.host.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

class ComputeEnvironmentsTest {
  private static final HostMeasure SMALL = measure(Architecture.X86, 2, 8000, null);

  @Test
  void equalHostsAreOneEnvironmentPerPriority() {
    List<ComputeEnvironment> all =
        ComputeEnvironments.of(
            List.of(host("a", SMALL), host("b", measure(Architecture.X86, 2, 7900, null))));
    assertThat(all)
        .extracting(ComputeEnvironment::priority)
        .containsExactly(JobPriority.ON_DEMAND_PRIORITY, JobPriority.ON_DEMAND_ECONOMY);
    assertThat(all)
        .allSatisfy(e -> {
          assertThat(e.machineType()).isEqualTo("docker-x86-2vcpu-8gib");
          assertThat(e.derived())
              .isEqualTo(new ComputeEnvironment.Machine(Architecture.X86, 2, 7.7, false));
        });
  }

  @Test
  void everyDifferenceMakesAnotherEnvironment() {
    List<Host> hosts =
        List.of(
            host("a", SMALL),
            host("b", measure(Architecture.AARCH64, 2, 8000, null)),
            host("c", measure(Architecture.X86, 4, 8000, null)),
            host("d", measure(Architecture.X86, 2, 16000, null)),
            host("e", measure(Architecture.X86, 2, 8000, true)),
            host("f", RegionName.AWS_US_EAST_1, SMALL));
    assertThat(ComputeEnvironments.of(hosts))
        .hasSize(hosts.size() * JobPriority.values().length)
        .doesNotHaveDuplicates();
  }

  @Test
  void hostWithoutMeasurementsIsNotIncluded() {
    assertThat(ComputeEnvironments.of(List.of(host("a", null)))).isEmpty();
  }

  private static Host host(String name, @Nullable HostMeasure measure) {
    return host(name, RegionName.AWS_US_WEST_2, measure);
  }

  private static Host host(String name, RegionName region, @Nullable HostMeasure measure) {
    return aHost(name).region(region).measure(measure).build();
  }

  private static HostMeasure measure(
      Architecture architecture, int vcpus, long memoryMib, @Nullable Boolean hyperthreading) {
    return aMeasure()
        .architecture(architecture)
        .vcpus(vcpus)
        .memoryMib(memoryMib)
        .hyperthreading(hyperthreading)
        .build();
  }
}
