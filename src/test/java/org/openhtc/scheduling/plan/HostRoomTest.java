package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;

class HostRoomTest {
  private static final Demand ONE_GIB = new Demand(Architecture.X86, 1, 64, 1);

  @Test
  void fullDiskHasNoRoom() {
    assertThat(HostChecks.fits(room(0L), ONE_GIB)).isFalse();
    assertThat(HostChecks.fits(room(1L), ONE_GIB)).isTrue();
  }

  @Test
  void unknownDiskDelaysNoJob() {
    assertThat(HostChecks.fits(room(null), ONE_GIB)).isTrue();
  }

  private static HostRoom room(@Nullable Long diskGib) {
    HostMeasure measure = aMeasure().diskGib(diskGib).build();
    Host host = aHost("h").measure(measure).build();
    return HostRoom.of(host, 0, 0);
  }
}
