package org.openhtc.lease;

class FakeLeasesTest extends LeasesContract {
  private final FakeLeases leases = new FakeLeases();

  @Override
  protected Leases ofNewProcess() {
    return leases.ofAnotherProcess();
  }

  @Override
  protected void expire(String scope) {
    leases.expire(scope);
  }

  @Override
  protected void end(Leases process) {
    ((FakeLeases) process).release();
  }
}
