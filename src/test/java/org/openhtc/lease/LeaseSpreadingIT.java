package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestDatabase;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Running processes on PostgreSQL share the leases of hosts. */
@ServiceTest
class LeaseSpreadingIT {
  private static final int HOSTS = 6;
  private static final Duration DURATION = Duration.ofSeconds(2);

  /** Does not expire while a machine pauses; a quarter of it passes between two reads of others. */
  private static final Duration LONG = Duration.ofSeconds(20);

  @Autowired DataSource database;
  private JdbcClient jdbc;
  private final List<RenewedLeases> running = new ArrayList<>();

  @BeforeEach
  void emptyDatabase() {
    DataSource own = TestDatabase.create(database, "lease_spreading");
    Flyway.configure().dataSource(own).locations("classpath:db/migration").load().migrate();
    jdbc = JdbcClient.create(own);
  }

  @AfterEach
  void stopAll() {
    running.forEach(RenewedLeases::stop);
  }

  @Test
  void startedProcessGetsItsShareAndReturnsItAtItsStop() {
    RenewedLeases first = started("a machine");
    await().atMost(Timeouts.STEP).until(() -> led(first) == HOSTS);
    RenewedLeases second = started("another machine");
    await().atMost(Timeouts.STEP).until(() -> led(first) == HOSTS / 2 && led(second) == HOSTS / 2);
    second.stop();
    await().atMost(Timeouts.STEP).until(() -> led(first) == HOSTS);
    assertThat(jdbc.sql("select count(*) from lease_holder").query(Integer.class).single())
        .isEqualTo(1);
  }

  @Test
  void releasedLeaseIsTakenByAnotherProcess() {
    RenewedLeases first = started("a machine", LONG);
    hold(first, "host:h0");
    Lease lease = hold(first, "host:h1");
    RenewedLeases second = started("another machine", LONG);
    // Until then it does not know the other process, and would take the lease again.
    await().atMost(Timeouts.STEP).until(() -> first.isExcess(lease));
    assertThat(second.hold("host:h1")).isEmpty();
    first.release(lease);
    assertThat(first.hold("host:h1")).isEmpty();
    await().atMost(Timeouts.STEP).until(() -> second.hold("host:h1").isPresent());
    assertThat(first.hold("host:h1")).isEmpty();
  }

  private static Lease hold(RenewedLeases process, String scope) {
    return await()
        .atMost(Timeouts.STEP)
        .until(() -> process.hold(scope), Optional::isPresent)
        .orElseThrow();
  }

  /** Does what the agents of all hosts do at each pass; the number of hosts that it leads. */
  private static int led(RenewedLeases process) {
    return (int) IntStream.range(0, HOSTS).filter(n -> isLed(process, "host:h" + n)).count();
  }

  private static boolean isLed(RenewedLeases process, String scope) {
    Optional<Lease> lease = process.hold(scope);
    if (lease.filter(process::isExcess).isPresent()) {
      process.release(lease.get());
      return false;
    }
    return lease.isPresent();
  }

  private RenewedLeases started(String place) {
    return started(place, DURATION);
  }

  private RenewedLeases started(String place, Duration duration) {
    HolderName name = new HolderName(place, "1:1", UUID.randomUUID().toString());
    RenewedLeases process =
        new RenewedLeases(jdbc, jdbc, name, new LeaseSettings(duration), System::nanoTime);
    process.start();
    running.add(process);
    return process;
  }
}
