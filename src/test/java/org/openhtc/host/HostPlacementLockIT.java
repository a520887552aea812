package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Concurrent placements on a host and changes of it. */
@ServiceTest
class HostPlacementLockIT {
  private static final RegionName HERE = RegionName.AWS_US_WEST_2;

  @Autowired HostAdministration administration;
  @Autowired Hosts hosts;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  private String name;
  private Host host;

  @BeforeEach
  void registerHost() {
    name = "h-" + UUID.randomUUID();
    URI nowhere = URI.create("unix:///tmp/openhtc-no-engine.sock");
    host =
        administration.register(
            new HostEntry(name, HERE, nowhere, null, 0, DataSize.ofMegabytes(1), 1, null));
  }

  @AfterEach
  void removeHost() {
    administration.remove(name);
  }

  @Test
  void drainWaitsForAPlacementInProgress() {
    CompletableFuture<Host> drained =
        transaction.execute(status -> {
          assertThat(hosts.lockWorking(Set.of(name), HERE)).isTrue();
          CompletableFuture<Host> drain =
              CompletableFuture.supplyAsync(() -> administration.drain(name));
          await().atMost(Timeouts.STEP).until(this::isTransactionWaiting);
          assertThat(drain).isNotDone();
          return drain;
        });
    assertThat(drained.join().duty().state()).isEqualTo(HostDuty.DRAINED);
    assertThat(isWorking()).isFalse();
    administration.resume(name);
    assertThat(isWorking()).isTrue();
  }

  @Test
  void healthReportDoesNotWaitForAPlacement() {
    transaction.executeWithoutResult(status -> {
      assertThat(hosts.lockWorking(Set.of(name), HERE)).isTrue();
      CompletableFuture.runAsync(() -> hosts.reportUnreachable(host, "not there"))
          .orTimeout(Timeouts.STEP.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
          .join();
    });
    assertThat(hosts.find(name).orElseThrow().healthReason()).isNotEmpty();
  }

  @Test
  void unknownHostGetsNoPlacement() {
    transaction.executeWithoutResult(
        status -> assertThat(hosts.lockWorking(Set.of(name, "h-nowhere"), HERE)).isFalse());
  }

  /** A host may have moved to another region since the placement was planned. */
  @Test
  void hostGetsNoPlacementOfAnotherRegion() {
    transaction.executeWithoutResult(status -> {
      assertThat(hosts.lockWorking(Set.of(name), RegionName.AWS_EU_WEST_1)).isFalse();
      assertThat(hosts.lockWorking(Set.of(name), HERE)).isTrue();
    });
  }

  private boolean isWorking() {
    return Boolean.TRUE.equals(
        transaction.execute(status -> hosts.lockWorking(Set.of(name), HERE)));
  }

  private boolean isTransactionWaiting() {
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
