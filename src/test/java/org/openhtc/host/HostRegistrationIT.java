package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** How a start of the service changes the stored hosts. */
@ServiceTest
class HostRegistrationIT {
  @Autowired HostSettings settings;
  @Autowired HostStore store;
  @Autowired HostAdministration administration;
  @Autowired Regions regions;
  @Autowired TransactionTemplate transaction;
  @Autowired Clock clock;
  @LocalServerPort int port;
  private HostEntry entry;

  @BeforeEach
  void registerHostByTheApi() {
    entry =
        new HostEntry(
            "h-" + UUID.randomUUID(),
            RegionName.AWS_US_WEST_2,
            URI.create("unix:///tmp/openhtc-no-engine.sock"),
            null,
            0,
            DataSize.ofMegabytes(1),
            1,
            null);
    administration.register(entry);
  }

  @AfterEach
  void removeHost() {
    store.deleteById(entry.name());
  }

  @Test
  void hostOfTheApiIsUnchanged() {
    administration.drain(entry.name());
    start(List.of());
    Host host = administration.get(entry.name());
    assertThat(host.source()).isEqualTo(HostSource.API);
    assertThat(host.duty().state()).isEqualTo(HostDuty.DRAINED);
  }

  @Test
  void hostOfTheApiIsReplacedByOneOfTheSettings() {
    administration.quarantine(entry.name(), "bad memory");
    start(List.of(entry));
    Host host = administration.get(entry.name());
    assertThat(host.source()).isEqualTo(HostSource.SETTINGS);
    assertThat(host.duty().reason()).isEqualTo("bad memory");
    start(List.of());
    assertThat(store.findByConfiguredTrueOrderByName())
        .extracting(HostRow::name)
        .contains("local")
        .doesNotContain(entry.name());
    assertThat(administration.register(entry).duty()).isEqualTo(Host.Duty.WORKING);
  }

  @Test
  void startEnablesARegionUnlessItWasDisabled() {
    HostEntry elsewhere = in(RegionName.GCP_ASIA_SOUTHEAST_1);
    start(List.of(elsewhere));
    assertThat(regions.isEnabled(elsewhere.region())).isTrue();
    ApiClient admin = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    admin.put("/admin/regions/" + elsewhere.region(), "{\"enabled\":false}");
    start(List.of(elsewhere));
    assertThat(regions.isEnabled(elsewhere.region())).isFalse();
  }

  private HostEntry in(RegionName region) {
    return new HostEntry(
        entry.name(), region, entry.endpoint(), null, 0, DataSize.ofMegabytes(1), 1, null);
  }

  private void start(List<HostEntry> more) {
    List<HostEntry> all = new ArrayList<>(settings.hosts());
    all.addAll(more);
    new HostRegistration(new HostSettings(all), store, regions, transaction, clock)
        .afterPropertiesSet();
  }
}
