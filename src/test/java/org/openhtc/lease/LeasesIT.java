package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The leases on PostgreSQL. */
@ServiceTest
class LeasesIT extends LeasesContract {
  @Autowired JdbcClient jdbc;
  private final AtomicLong nanoTime = new AtomicLong();
  private final List<Leases> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    processes.forEach(this::end);
  }

  @Override
  protected Leases ofNewProcess() {
    Leases leases = TestLeases.inDatabase(jdbc, nanoTime::get);
    processes.add(leases);
    return leases;
  }

  @Override
  protected void expire(String scope) {
    TestLeases.expire(jdbc, scope);
    nanoTime.addAndGet(TestLeases.DURATION.toNanos());
  }

  @Test
  void leasesOfAProcessThatHasEndedHereAreTakenAtOnce() {
    HolderName here = HolderName.ofThisProcess();
    String pid = here.process().substring(0, here.process().indexOf(':'));
    HolderName ended = new HolderName(here.place(), pid + ":1", UUID.randomUUID().toString());
    String scope = "ended-" + UUID.randomUUID();
    RenewedLeases before = TestLeases.inDatabase(jdbc, ended, nanoTime::get);
    Lease lease = before.hold(scope).orElseThrow();
    assertThat(ofNewProcess().hold(scope).orElseThrow().epoch()).isGreaterThan(lease.epoch());
    assertThat(before.isHeld(lease)).isFalse();
  }

  @Override
  protected void end(Leases process) {
    ((RenewedLeases) process).release();
  }
}
