package org.openhtc.host.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostDuty;
import org.openhtc.host.HostHealth;
import org.openhtc.host.HostMeasure;
import org.openhtc.host.published.Cluster.Autoscaling;
import org.openhtc.host.published.Cluster.ClusterStatus;
import org.openhtc.host.published.Cluster.NodePool;
import org.openhtc.region.RegionName;

class ClusterTest {
  private static final HostMeasure SMALL = measure(2, "20.10.24");

  @Test
  void regionIsAClusterAndEachMachineTypeANodePool() {
    List<Cluster> clusters =
        Cluster.of(
            List.of(
                host("a", SMALL), host("b", measure(2, "29.1.0")), host("c", measure(4, "29.1.0"))),
            true);
    assertThat(clusters)
        .containsExactly(
            new Cluster(
                "aws-us-west-2",
                RegionName.AWS_US_WEST_2,
                "20.10.24, 29.1.0",
                ClusterStatus.RUNNING,
                AutoscalingProfile.BALANCED,
                List.of(
                    new NodePool(
                        "docker-x86-2vcpu-8gib",
                        "20.10.24, 29.1.0",
                        "docker-x86-2vcpu-8gib",
                        ClusterStatus.RUNNING,
                        new Autoscaling(false, 2, 2)),
                    new NodePool(
                        "docker-x86-4vcpu-8gib",
                        "29.1.0",
                        "docker-x86-4vcpu-8gib",
                        ClusterStatus.RUNNING,
                        new Autoscaling(false, 1, 1)))));
  }

  @Test
  void exactVersionsAreShownOnlyToThoseWhoMayKnowThem() {
    List<Host> hosts = List.of(host("a", SMALL), host("b", measure(2, "29.1.0")));
    assertThat(Cluster.of(hosts, false).getFirst().version()).isEqualTo("20, 29");
    assertThat(Cluster.of(hosts, false).getFirst().nodePools().getFirst().version())
        .isEqualTo("20, 29");
  }

  @Test
  void statusDependsOnHowManyHostsTakeJobs() {
    Host ready = host("a", SMALL);
    Host unreachable = host("b", SMALL, HostHealth.UNREACHABLE, HostDuty.WORKING);
    Host drained = host("c", SMALL, HostHealth.READY, HostDuty.DRAINED);
    assertThat(ClusterStatus.of(List.of(ready))).isEqualTo(ClusterStatus.RUNNING);
    assertThat(ClusterStatus.of(List.of(ready, unreachable))).isEqualTo(ClusterStatus.DEGRADED);
    assertThat(ClusterStatus.of(List.of(ready, drained))).isEqualTo(ClusterStatus.DEGRADED);
    assertThat(ClusterStatus.of(List.of(unreachable, drained))).isEqualTo(ClusterStatus.ERROR);
  }

  @Test
  void hostWithoutMeasurementsCountsForTheStatusButIsInNoPool() {
    Cluster cluster = Cluster.of(List.of(host("a", null)), true).getFirst();
    assertThat(cluster.version()).isNull();
    assertThat(cluster.status()).isEqualTo(ClusterStatus.ERROR);
    assertThat(cluster.nodePools()).isEmpty();
  }

  private static HostMeasure measure(int vcpus, String version) {
    return aMeasure().vcpus(vcpus).engineVersion(version).build();
  }

  private static Host host(String name, @Nullable HostMeasure measure) {
    return host(name, measure, HostHealth.READY, HostDuty.WORKING);
  }

  private static Host host(
      String name, @Nullable HostMeasure measure, HostHealth health, HostDuty duty) {
    return aHost(name).measure(measure).health(health).duty(duty).build();
  }
}
