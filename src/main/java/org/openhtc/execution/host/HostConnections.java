package org.openhtc.execution.host;

import java.time.Clock;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.ContainerEngines;
import org.openhtc.execution.slot.RuntimeProbe;
import org.openhtc.host.Host;
import org.openhtc.host.HostReports;
import org.openhtc.lease.Installation;
import org.springframework.stereotype.Component;

/** Makes the connections to hosts. */
@Component
class HostConnections {
  private final ContainerEngines engines;
  private final HostReports hosts;
  private final NetworkPolicy networkPolicy;
  private final Installation installation;
  private final ExecutionSettings settings;
  private final Clock clock;

  HostConnections(
      ContainerEngines engines,
      HostReports hosts,
      NetworkPolicy networkPolicy,
      Installation installation,
      ExecutionSettings settings,
      Clock clock) {
    this.engines = engines;
    this.hosts = hosts;
    this.networkPolicy = networkPolicy;
    this.installation = installation;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @param background renews the isolation of the host
   * @param wake starts a pass of the agent
   */
  HostConnection to(Host host, BackgroundWork background, Runnable wake) {
    networkPolicy.checkAddresses(host);
    HostIsolation isolation = new HostIsolation(host.name(), networkPolicy, background, wake);
    RuntimeProbe runtimes = new RuntimeProbe(installation.id(), host.name(), settings.runtime());
    return new HostConnection(host, engines, hosts, isolation, runtimes, settings.limits(), clock);
  }
}
