package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.region.RegionName.AWS_EU_WEST_1;
import static org.openhtc.region.RegionName.AWS_US_WEST_2;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.region.RegionName;

class RegionLivenessTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = BEGIN.plus(Duration.ofHours(2));
  private static final Set<RegionName> BOTH = Set.of(AWS_EU_WEST_1, AWS_US_WEST_2);
  private final RegionLiveness liveness = new RegionLiveness();

  @Test
  void regionCountsAsUpAtTheFirstObservation() {
    liveness.observe(BOTH, List.of(host(HostHealth.UNREACHABLE, LATER)), LATER);
    assertThat(liveness.downForLongerThan(Duration.ZERO)).isEmpty();
    liveness.observe(BOTH, List.of(), LATER.plusSeconds(60));
    assertThat(liveness.downForLongerThan(Duration.ofSeconds(60))).isEmpty();
    assertThat(liveness.downForLongerThan(Duration.ofSeconds(59))).isEqualTo(BOTH);
  }

  @Test
  void regionWithAReadyHostIsUp() {
    liveness.observe(BOTH, List.of(), BEGIN);
    liveness.observe(BOTH, List.of(host(HostHealth.READY, BEGIN)), LATER);
    assertThat(liveness.downForLongerThan(Duration.ZERO)).containsExactly(AWS_EU_WEST_1);
  }

  @Test
  void lastContactOfAnUnreachableHostCounts() {
    liveness.observe(BOTH, List.of(), BEGIN);
    Instant seen = LATER.minusSeconds(60);
    liveness.observe(BOTH, List.of(host(HostHealth.UNREACHABLE, seen)), LATER);
    assertThat(liveness.downForLongerThan(Duration.ofSeconds(60))).containsExactly(AWS_EU_WEST_1);
    assertThat(liveness.downForLongerThan(Duration.ofSeconds(59))).isEqualTo(BOTH);
  }

  @Test
  void hostThatWasRemovedIsRemembered() {
    liveness.observe(BOTH, List.of(host(HostHealth.READY, LATER)), LATER);
    liveness.observe(BOTH, List.of(), LATER.plusSeconds(60));
    assertThat(liveness.downForLongerThan(Duration.ofSeconds(60))).isEmpty();
  }

  @Test
  void regionWithoutHostsAndJobsIsForgotten() {
    liveness.observe(BOTH, List.of(), BEGIN);
    liveness.observe(Set.of(AWS_US_WEST_2), List.of(), BEGIN);
    liveness.observe(BOTH, List.of(), LATER);
    assertThat(liveness.downForLongerThan(Duration.ofHours(1))).containsExactly(AWS_US_WEST_2);
  }

  private static Host host(HostHealth health, Instant lastSeenAt) {
    return aHost("h").measure(aMeasure().build()).health(health).lastSeenAt(lastSeenAt).build();
  }
}
