package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.HostBuilder;

/** The behaviour of all implementations of {@link HostReports}; each has a subclass. */
abstract class HostReportsContract {
  private static final HostMeasure MEASURE = measure(2);
  private static final HostMeasure LATER_MEASURE = measure(4);

  private final String name = "contract-" + UUID.randomUUID();

  protected abstract HostReports hosts();

  /** Configures a host that no agent polls. */
  protected abstract void configure(String name);

  @BeforeEach
  void configureHost() {
    configure(name);
  }

  @Test
  void newHostIsUnreachable() {
    assertHealth(HostHealth.UNREACHABLE, "not contacted yet");
    assertThat(host().measure()).isNull();
    assertThat(host().lastSeenAt()).isNull();
  }

  @Test
  void unknownHostIsNotFound() {
    assertThat(hosts().find("h-nowhere")).isEmpty();
  }

  @Test
  void reachableHostIsReady() {
    hosts().reportReachable(host(), MEASURE);
    assertHealth(HostHealth.READY, "");
    assertThat(host().measure()).isEqualTo(MEASURE);
    assertThat(host().lastSeenAt()).isNotNull();
    assertThat(host().isReady()).isTrue();
  }

  @Test
  void laterMeasureReplacesTheEarlierOne() {
    hosts().reportReachable(host(), MEASURE);
    hosts().reportReachable(host(), LATER_MEASURE);
    assertThat(host().measure()).isEqualTo(LATER_MEASURE);
  }

  @Test
  void unreachableHostKeepsItsMeasure() {
    hosts().reportReachable(host(), MEASURE);
    Host reachable = host();
    hosts().reportUnreachable(reachable, "connection refused");
    assertHealth(HostHealth.UNREACHABLE, "connection refused");
    assertThat(host().measure()).isEqualTo(MEASURE);
    assertThat(host().lastSeenAt()).isEqualTo(reachable.lastSeenAt());
    hosts().reportReachable(host(), MEASURE);
    assertHealth(HostHealth.READY, "");
  }

  @Test
  void outageBeginsWithItsFirstReport() {
    hosts().reportReachable(host(), MEASURE);
    assertThat(hosts().unreachableSince(name)).isEmpty();
    hosts().reportUnreachable(host(), "connection refused");
    Instant since = hosts().unreachableSince(name).orElseThrow();
    hosts().reportUnreachable(host(), "no route");
    assertThat(hosts().unreachableSince(name)).contains(since);
    hosts().reportUnfit(host(), MEASURE, "no firewall");
    assertThat(hosts().unreachableSince(name)).isEmpty();
  }

  @Test
  void unfitHostIsMeasuredAndMayBecomeReady() {
    hosts().reportUnfit(host(), MEASURE, "no firewall");
    assertHealth(HostHealth.UNFIT, "no firewall");
    assertThat(host().measure()).isEqualTo(MEASURE);
    hosts().reportReachable(host(), MEASURE);
    assertHealth(HostHealth.READY, "");
  }

  @Test
  void reachableHostStaysQuarantinedUntilItsRelease() {
    hosts().reportReachable(host(), MEASURE);
    hosts().quarantine(name, "5 starts failed");
    hosts().reportReachable(host(), LATER_MEASURE);
    assertHealth(HostHealth.QUARANTINED, "5 starts failed");
    assertThat(host().measure()).isEqualTo(LATER_MEASURE);
    hosts().release(name);
    assertHealth(HostHealth.READY, "");
  }

  @Test
  void unfitHostStaysUnfitDuringAndAfterAQuarantine() {
    hosts().reportUnfit(host(), MEASURE, "no firewall");
    hosts().quarantine(name, "5 starts failed");
    assertHealth(HostHealth.UNFIT, "no firewall");
    hosts().release(name);
    assertHealth(HostHealth.UNFIT, "no firewall");
  }

  @Test
  void outageEndsTheQuarantine() {
    hosts().quarantine(name, "5 starts failed");
    hosts().reportUnreachable(host(), "connection refused");
    hosts().reportReachable(host(), MEASURE);
    assertHealth(HostHealth.READY, "");
  }

  @Test
  void reportAboutAnotherEngineIsIgnored() {
    Host elsewhere = HostBuilder.aHost(name).endpoint(URI.create("tcp://elsewhere:1")).build();
    hosts().reportReachable(host(), MEASURE);
    Host before = host();
    hosts().reportReachable(elsewhere, LATER_MEASURE);
    hosts().reportUnfit(elsewhere, LATER_MEASURE, "no firewall");
    hosts().reportUnreachable(elsewhere, "connection refused");
    assertThat(host()).isEqualTo(before);
  }

  @Test
  void reportAboutAnUnknownHostIsIgnored() {
    Host before = host();
    Host unknown = HostBuilder.aHost("h-nowhere").endpoint(before.endpoint()).build();
    hosts().reportReachable(unknown, MEASURE);
    hosts().quarantine("h-nowhere", "5 starts failed");
    hosts().release("h-nowhere");
    assertThat(host()).isEqualTo(before);
    assertThat(hosts().find("h-nowhere")).isEmpty();
  }

  private Host host() {
    return hosts().find(name).orElseThrow();
  }

  private void assertHealth(HostHealth health, String reason) {
    assertThat(host().health()).isEqualTo(health);
    assertThat(host().healthReason()).isEqualTo(reason);
  }

  private static HostMeasure measure(int vcpus) {
    return aMeasure().vcpus(vcpus).build();
  }
}
