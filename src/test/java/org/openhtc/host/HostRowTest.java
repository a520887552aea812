package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.springframework.util.unit.DataSize;

class HostRowTest {
  private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");
  private static final String HERE = "tcp://a:1";

  private HostRow row;

  @BeforeEach
  void createReadyHost() {
    row = new HostRow(entry(RegionName.AWS_US_WEST_2, HERE, 0), HostSource.API, NOW);
    row.markReachable(aMeasure().build(), NOW);
    assertThat(row.toHost().isReady()).isTrue();
  }

  @Test
  void newEndpointResetsTheMeasurements() {
    configure(entry(RegionName.AWS_US_WEST_2, "tcp://b:1", 0));
    assertNotContacted();
  }

  @Test
  void newRegionResetsTheMeasurements() {
    configure(entry(RegionName.AWS_EU_WEST_1, HERE, 0));
    assertNotContacted();
  }

  @Test
  void otherChangesKeepItReady() {
    configure(entry(RegionName.AWS_US_WEST_2, HERE, 1));
    assertThat(row.toHost().isReady()).isTrue();
  }

  private void assertNotContacted() {
    Host host = row.toHost();
    assertThat(host.health()).isEqualTo(HostHealth.UNREACHABLE);
    assertThat(host.healthReason()).isEqualTo("not contacted yet");
    assertThat(host.measure()).isNull();
  }

  private void configure(HostEntry entry) {
    row.configure(entry, HostSource.API, NOW);
  }

  private static HostEntry entry(RegionName region, String endpoint, int reserveVcpus) {
    return new HostEntry(
        "h", region, URI.create(endpoint), null, reserveVcpus, DataSize.ofMegabytes(1), 1, null);
  }
}
