package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Placements and administrators at the same host at the same time. */
@ServiceTest
class HostPlacementLockIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired HostAdministration administration;
  @Autowired Hosts hosts;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  private String name;
  private Host host;

  @BeforeEach
  void aHost() {
    name = "h-" + UUID.randomUUID();
    URI nowhere = URI.create("unix:///tmp/openhtc-no-engine.sock");
    host =
        administration.register(
            new HostEntry(
                name, RegionName.AWS_US_WEST_2, nowhere, null, 0, DataSize.ofMegabytes(1), 1));
  }

  @AfterEach
  void noHost() {
    administration.remove(name);
  }

  @Test
  void drainWaitsForThePlacementThatIsUnderWay() {
    CompletableFuture<Host> drained =
        transaction.execute(status -> {
          assertThat(hosts.keepWorking(Set.of(name))).isTrue();
          CompletableFuture<Host> drain =
              CompletableFuture.supplyAsync(() -> administration.drain(name));
          await().atMost(PATIENCE).until(this::somebodyWaits);
          assertThat(drain).isNotDone();
          return drain;
        });
    assertThat(drained.join().duty().is()).isEqualTo(HostDuty.DRAINED);
    assertThat(keeps()).isFalse();
    administration.resume(name);
    assertThat(keeps()).isTrue();
  }

  @Test
  void signOfLifePassesThePlacement() {
    transaction.executeWithoutResult(status -> {
      assertThat(hosts.keepWorking(Set.of(name))).isTrue();
      CompletableFuture.runAsync(() -> hosts.unreachable(host, "not there"))
          .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
          .join();
    });
    assertThat(hosts.find(name).orElseThrow().healthReason()).isNotEmpty();
  }

  @Test
  void hostThatIsGoneGetsNothing() {
    transaction.executeWithoutResult(
        status -> assertThat(hosts.keepWorking(Set.of(name, "h-nowhere"))).isFalse());
  }

  private boolean keeps() {
    return Boolean.TRUE.equals(transaction.execute(status -> hosts.keepWorking(Set.of(name))));
  }

  private boolean somebodyWaits() {
    return jdbc.sql(
                """
                select count(*) from pg_stat_activity
                where wait_event_type = 'Lock' and query like '%compute_host%for update%'
                """)
            .query(Integer.class)
            .single()
        > 0;
  }
}
