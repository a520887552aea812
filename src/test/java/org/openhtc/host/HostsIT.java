package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

/** Health reports of agents. */
@ServiceTest
class HostsIT {
  private static final HostMeasure MEASURE = aMeasure().build();

  @Autowired HostAdministration administration;
  @Autowired HostStore store;
  @Autowired Hosts hosts;
  private Host before;

  @BeforeEach
  void registerUnreachableHost() {
    URI nowhere = URI.create("unix:///tmp/openhtc-no-engine.sock");
    before =
        administration.register(
            new HostEntry(
                "h-" + UUID.randomUUID(),
                RegionName.AWS_US_WEST_2,
                nowhere,
                null,
                0,
                DataSize.ofMegabytes(1),
                1,
                null));
  }

  @AfterEach
  void removeHost() {
    administration.remove(before.name());
  }

  @Test
  void reportAboutThePreviousEngineIsIgnored() {
    Host after =
        administration.change(
            before.name(),
            new HostChange(
                null, "unix:///tmp/openhtc-no-other.sock", null, null, null, null, null));
    hosts.reportReachable(before, MEASURE);
    assertThat(measure()).isNull();
    hosts.reportReachable(after, MEASURE);
    assertThat(measure()).isEqualTo(MEASURE);
  }

  @Test
  void endpointsAreThoseOfConfiguredHosts() {
    URI endpoint = URI.create("unix:///tmp/openhtc-endpoint.sock");
    String name = register(endpoint);
    assertThat(hosts.endpoints()).contains(endpoint);
    store.save(unconfigured(name));
    assertThat(hosts.endpoints()).doesNotContain(endpoint);
    store.deleteById(name);
  }

  @Test
  void hostThatIsNoLongerConfiguredIsAFormerNameOfTheNextOneWithItsEngine() {
    URI endpoint = URI.create("unix:///tmp/openhtc-renamed.sock");
    String former = register(endpoint);
    store.save(unconfigured(former));
    String present = register(endpoint);
    assertThat(hosts.formerNames(present)).contains(former).doesNotContain(before.name());
    assertThat(hosts.formerNames(before.name())).doesNotContain(former);
    administration.remove(present);
    store.deleteById(former);
  }

  /** As after a start whose settings lack the host. */
  private HostRow unconfigured(String name) {
    HostRow row = store.findById(name).orElseThrow();
    row.unconfigure(Instant.EPOCH);
    return row;
  }

  private String register(URI endpoint) {
    HostEntry entry =
        new HostEntry(
            "h-" + UUID.randomUUID(),
            RegionName.AWS_US_WEST_2,
            endpoint,
            null,
            0,
            DataSize.ofMegabytes(1),
            1,
            null);
    return administration.register(entry).name();
  }

  private @Nullable HostMeasure measure() {
    return hosts.find(before.name()).orElseThrow().measure();
  }
}
