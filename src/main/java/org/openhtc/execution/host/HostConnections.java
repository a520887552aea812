package org.openhtc.execution.host;

import java.time.Clock;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.ContainerEngines;
import org.openhtc.host.Host;
import org.openhtc.host.HostReports;
import org.springframework.stereotype.Component;

/** Makes the connections to hosts. */
@Component
class HostConnections {
  private final ContainerEngines engines;
  private final HostReports hosts;
  private final NetworkPolicy networkPolicy;
  private final Clock clock;

  HostConnections(
      ContainerEngines engines, HostReports hosts, NetworkPolicy networkPolicy, Clock clock) {
    this.engines = engines;
    this.hosts = hosts;
    this.networkPolicy = networkPolicy;
    this.clock = clock;
  }

  /**
   * @param background renews the isolation of the host
   */
  HostConnection to(Host host, BackgroundWork background) {
    HostIsolation isolation = new HostIsolation(host.name(), networkPolicy, background);
    return new HostConnection(host, engines, hosts, isolation, clock);
  }
}
