package org.openhtc.lease;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The leases on PostgreSQL. */
@ServiceTest
class LeasesIT extends LeasesContract {
  @Autowired JdbcClient jdbc;
  private final List<Leases> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    processes.forEach(this::end);
  }

  @Override
  protected Leases ofNewProcess() {
    Leases leases = TestLeases.inDatabase(jdbc);
    processes.add(leases);
    return leases;
  }

  @Override
  protected void expire(String scope) {
    TestLeases.expire(jdbc, scope);
  }

  @Override
  protected void end(Leases process) {
    ((DatabaseLeases) process).release();
  }
}
