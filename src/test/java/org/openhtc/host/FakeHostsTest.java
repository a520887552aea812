package org.openhtc.host;

import org.openhtc.testing.SettableClock;

class FakeHostsTest extends HostReportsContract {
  private HostReports hosts = new FakeHosts("h1", new SettableClock());

  @Override
  protected HostReports hosts() {
    return hosts;
  }

  @Override
  protected void configure(String name) {
    hosts = new FakeHosts(name, new SettableClock());
  }
}
