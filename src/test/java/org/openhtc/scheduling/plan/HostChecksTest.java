package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure.NodeSize;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;

class HostChecksTest {
  private static final HostRoom FULL = machine("h1", 0, 500, 4, 8000);
  private static final HostRoom SMALL = machine("h2", 2, 900, 2, 900);

  @Test
  void reasonCountsWhatTheHostsLack() {
    assertThat(HostChecks.explain(hosts(0, 0, 0, FULL, SMALL), x86(1, 1000, 1)))
        .isEqualTo(
            "Waits for room: 1 host is too small for 1 vCPUs and 1000 MiB;"
                + " 1 host is without a free vCPU");
  }

  /** Images and files of jobs occupy it, and are removed. */
  @Test
  void hostWithLittleFreeDiskSuitsJobsThatWriteMuch() {
    Host host = aHost("h").measure(aMeasure().vcpus(2).memoryMib(8000).diskGib(5L).build()).build();
    assertThat(HostChecks.fits(HostRoom.of(host, 0, 0), x86(1, 64, 50))).isFalse();
    assertThat(HostChecks.suits(host, x86(1, 64, 50))).isTrue();
    assertThat(HostChecks.suits(host, x86(3, 64, 50))).isFalse();
    assertThat(HostChecks.suits(host, x86(1, 9000, 1))).isFalse();
  }

  @Test
  void wrongArchitectureIsReportedFirst() {
    Demand arm = new Demand(Architecture.AARCH64, 1, 64, 1);
    assertThat(HostChecks.explain(hosts(0, 0, 0, FULL, SMALL), arm))
        .isEqualTo("Waits for a suitable host: 2 hosts are not AARCH64");
  }

  @Test
  void sizeThatNoHostHasIsNoMatterOfRoom() {
    assertThat(HostChecks.explain(hosts(0, 0, 0, FULL, SMALL), x86(8, 1000, 1)))
        .isEqualTo("Waits for a suitable host: 2 hosts are too small for 8 vCPUs and 1000 MiB");
  }

  @Test
  void clusterTakesNoJobThatIsLargerThanEachNode() {
    HostRoom cluster =
        new HostRoom(
            "c",
            Architecture.X86,
            100,
            100_000,
            80,
            100,
            100_000,
            List.of(new NodeSize(16, 1000), new NodeSize(4, 8000)));
    assertThat(HostChecks.fits(cluster, x86(16, 1000, 1))).isTrue();
    assertThat(HostChecks.fits(cluster, x86(4, 8000, 1))).isTrue();
    assertThat(HostChecks.fits(cluster, x86(16, 8000, 1))).isFalse();
    assertThat(HostChecks.explain(hosts(0, 0, 0, cluster, SMALL), x86(16, 8000, 1)))
        .isEqualTo(
            "Waits for a suitable host: 1 host is too small for 16 vCPUs and 8000 MiB;"
                + " 1 cluster has no node of 16 vCPUs and 8000 MiB");
  }

  @Test
  void hostsThatAreNotReadyAreReported() {
    assertThat(HostChecks.explain(hosts(2, 0, 0), x86(1, 64, 1)))
        .isEqualTo("Waits for a host: none of the region's 2 is ready");
  }

  @Test
  void drainedAndQuarantinedHostsAreCounted() {
    assertThat(HostChecks.explain(hosts(2, 1, 0), x86(1, 64, 1)))
        .isEqualTo(
            "Waits for a host: none of the region's 2 is ready, 1 drained or quarantined by an"
                + " administrator");
  }

  @Test
  void regionWithoutHostsIsReported() {
    assertThat(HostChecks.explain(hosts(0, 0, 0), x86(1, 64, 1)))
        .isEqualTo("Waits for a host: the region has none");
  }

  @Test
  void hostsOutsideTheDimensionsAreReported() {
    assertThat(HostChecks.explain(hosts(0, 0, 4), x86(1, 64, 1)))
        .isEqualTo("Waits for a host: the project's dimensions allow none of the region's 4");
    assertThat(HostChecks.explain(hosts(1, 0, 1), x86(1, 64, 1)))
        .isEqualTo(
            "Waits for a host: none of the region's 1 is ready;"
                + " 1 host is outside the project's dimensions");
    assertThat(HostChecks.explain(hosts(0, 0, 2, FULL), x86(1, 64, 1)))
        .isEqualTo(
            "Waits for room: 1 host is without a free vCPU;"
                + " 2 hosts are outside the project's dimensions");
    assertThat(HostChecks.explain(hosts(0, 0, 2, SMALL), x86(1, 64, 1))).isEqualTo("Next in line");
  }

  @Test
  void aJobThatAHostHasRoomForIsNextInLine() {
    assertThat(HostChecks.explain(hosts(0, 0, 0, FULL, SMALL), x86(1, 64, 1)))
        .isEqualTo("Next in line");
  }

  @Test
  void hostThatIsKeptFreeIsReported() {
    RegionHosts hosts = new RegionHosts(List.of(FULL, SMALL), Set.of("h2"), 0, 0, 0);
    assertThat(HostChecks.explain(hosts, x86(1, 64, 1)))
        .isEqualTo(
            "Waits for room: 1 host is without a free vCPU;"
                + " 1 host is kept free for a job that has waited longer");
  }

  @Test
  void diskAndMemoryAreChecked() {
    assertThat(HostChecks.fits(SMALL, x86(1, 900, 80))).isTrue();
    assertThat(HostChecks.fits(SMALL, x86(1, 901, 80))).isFalse();
    assertThat(HostChecks.fits(SMALL, x86(1, 900, 81))).isFalse();
  }

  private static HostRoom machine(
      String name, int vcpus, int memory, int totalVcpus, int totalMemory) {
    return new HostRoom(
        name, Architecture.X86, vcpus, memory, 80, totalVcpus, totalMemory, List.of());
  }

  private static RegionHosts hosts(int notReady, int offDuty, int outside, HostRoom... rooms) {
    return new RegionHosts(List.of(rooms), Set.of(), notReady, offDuty, outside);
  }

  private static Demand x86(int vcpus, int memory, int disk) {
    return new Demand(Architecture.X86, vcpus, memory, disk);
  }
}
