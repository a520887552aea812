package org.openhtc.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
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

  @Override
  protected void end(Leases process) {
    ((DatabaseLeases) process).release();
  }
}
