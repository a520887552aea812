package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Health reports of agents. */
@ServiceTest
class HostsIT {
  private static final HostMeasure MEASURE = aMeasure().build();
  private static final URI NOWHERE = URI.create("unix:///tmp/openhtc-no-engine.sock");

  @Autowired HostAdministration administration;
  @Autowired HostStore store;
  @Autowired Hosts hosts;
  @Autowired TransactionTemplate transactions;
  private Host before;

  @BeforeEach
  void registerUnreachableHost() {
    before = administration.register(entry(NOWHERE));
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

  /** The host is not configured, so no agent reports its health too. */
  @Test
  void changesOfHealthAreEventsAndOtherReportsAreNone() {
    HostRow row = new HostRow(entry(NOWHERE), HostSource.API, Instant.EPOCH);
    row.unconfigure(Instant.EPOCH);
    Host host = store.save(row).toHost();
    List<Object> events = new ArrayList<>();
    Hosts observed = new Hosts(store, events::add, Clock.systemUTC());
    report(() -> observed.reportReachable(host, MEASURE));
    assertThat(events).hasSize(1);
    report(() -> observed.reportReachable(host, aMeasure().vcpus(99).build()));
    assertThat(events).hasSize(1);
    report(() -> observed.reportUnfit(host, MEASURE, "no iptables"));
    report(() -> observed.reportUnreachable(host, "stopped"));
    report(() -> observed.quarantine(host.name(), "broken"));
    report(() -> observed.release(host.name()));
    report(() -> observed.release(host.name()));
    assertThat(events).hasSize(5).containsOnly(new HostAvailabilityChanged());
    store.deleteById(host.name());
  }

  private void report(Runnable report) {
    transactions.executeWithoutResult(status -> report.run());
  }

  /** As after a start whose settings lack the host. */
  private HostRow unconfigured(String name) {
    HostRow row = store.findById(name).orElseThrow();
    row.unconfigure(Instant.EPOCH);
    return row;
  }

  private String register(URI endpoint) {
    return administration.register(entry(endpoint)).name();
  }

  private static HostEntry entry(URI endpoint) {
    return new HostEntry(
        "h-" + UUID.randomUUID(),
        RegionName.AWS_US_WEST_2,
        endpoint,
        null,
        0,
        DataSize.ofMegabytes(1),
        1,
        null);
  }

  private @Nullable HostMeasure measure() {
    return hosts.find(before.name()).orElseThrow().measure();
  }
}
