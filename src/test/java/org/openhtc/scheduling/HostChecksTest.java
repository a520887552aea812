package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.job.Demand;
import org.openhtc.region.Architecture;

class HostChecksTest {
  private static final HostRoom FULL = new HostRoom("h1", Architecture.X86, 0, 500, 80, 4, 8000);
  private static final HostRoom SMALL = new HostRoom("h2", Architecture.X86, 2, 900, 80, 2, 900);

  @Test
  void reasonCountsWhatTheHostsLack() {
    assertThat(HostChecks.explain(List.of(FULL, SMALL), 0, x86(1, 1000, 1)))
        .isEqualTo(
            "Waits for room: 1 host is too small for 1 vCPUs and 1000 MiB;"
                + " 1 host is without 1 free vCPUs");
  }

  @Test
  void wrongArchitectureIsSaidFirst() {
    Demand arm = new Demand(Architecture.AARCH64, 1, 64, 1);
    assertThat(HostChecks.explain(List.of(FULL, SMALL), 0, arm))
        .isEqualTo("Waits for room: 2 hosts are not AARCH64");
  }

  @Test
  void missingHostsAreSaid() {
    assertThat(HostChecks.explain(List.of(), 2, x86(1, 64, 1)))
        .isEqualTo("Waits for a host: none of the region's 2 is ready");
  }

  @Test
  void diskAndMemoryAreChecked() {
    assertThat(HostChecks.fits(SMALL, x86(1, 900, 80))).isTrue();
    assertThat(HostChecks.fits(SMALL, x86(1, 901, 80))).isFalse();
    assertThat(HostChecks.fits(SMALL, x86(1, 900, 81))).isFalse();
  }

  private static Demand x86(int vcpus, int memory, int disk) {
    return new Demand(Architecture.X86, vcpus, memory, disk);
  }
}
