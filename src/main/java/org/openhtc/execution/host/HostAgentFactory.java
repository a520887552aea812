package org.openhtc.execution.host;

import java.time.Clock;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.fitness.ContainerTest;
import org.openhtc.execution.fitness.HostFitness;
import org.openhtc.execution.image.HostImages;
import org.openhtc.execution.slot.HostSlots;
import org.openhtc.execution.slot.TestContainer;
import org.openhtc.execution.tracking.HostOperations;
import org.openhtc.execution.tracking.HostOperationsFactory;
import org.openhtc.execution.tracking.HostTrackings;
import org.openhtc.host.Host;
import org.openhtc.host.HostReports;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.Installation;
import org.openhtc.lease.Leases;
import org.openhtc.lease.WakeableLoop;
import org.openhtc.registry.ImageCatalog;
import org.springframework.stereotype.Component;

/** Makes the agent of a host. */
@Component
class HostAgentFactory {
  private final Installation installation;
  private final HostConnections connections;
  private final HostOperationsFactory operations;
  private final HostTrackings trackings;
  private final NetworkPolicy networkPolicy;
  private final ImageCatalog catalog;
  private final HostReports hosts;
  private final Assignments assignments;
  private final Leases leases;
  private final ExecutionSettings settings;
  private final Clock clock;

  HostAgentFactory(
      Installation installation,
      HostConnections connections,
      HostOperationsFactory operations,
      HostTrackings trackings,
      NetworkPolicy networkPolicy,
      ImageCatalog catalog,
      HostReports hosts,
      Assignments assignments,
      Leases leases,
      ExecutionSettings settings,
      Clock clock) {
    this.installation = installation;
    this.connections = connections;
    this.operations = operations;
    this.trackings = trackings;
    this.networkPolicy = networkPolicy;
    this.catalog = catalog;
    this.hosts = hosts;
    this.assignments = assignments;
    this.leases = leases;
    this.settings = settings;
    this.clock = clock;
  }

  HostAgent agent(Host host) {
    return agent(host, BackgroundWork.onVirtualThreads());
  }

  /**
   * @param background runs the work that no pass waits for
   */
  HostAgent agent(Host host, BackgroundWork background) {
    String name = host.name();
    WakeableLoop loop = new WakeableLoop("host-" + name, settings.pollInterval());
    HostConnection connection = connections.to(host, background, loop::wake);
    HostImages images =
        HostImages.on(name, catalog, background, loop::wake, settings.limits().imageGib(), clock);
    HostFitness fitness = fitness(name, connection);
    HostSlots slots =
        new HostSlots(installation.id(), name, networkPolicy.networkMode(), background, clock);
    HostOperations ofHost = operations.of(host, images, connection, fitness, slots);
    HostSessions sessions =
        new HostSessions(
            name,
            installation.id(),
            trackings.of(name, ofHost, background),
            slots,
            assignments,
            hosts,
            leases,
            loop::wake,
            settings,
            clock);
    LostHost lostHost =
        new LostHost(name, hosts, assignments, leases, settings.hostLostAfter(), clock);
    LeaseOffer offer = new LeaseOffer(connection, leases);
    HostUpkeep upkeep =
        new HostUpkeep(host, images, fitness, background, settings.imageReserveGib());
    PlacedAhead placedAhead = new PlacedAhead(host, hosts, clock);
    return new HostAgent(
        name, connection, leases, sessions, lostHost, offer, upkeep, placedAhead, loop);
  }

  private HostFitness fitness(String host, HostConnection connection) {
    ContainerTest test =
        new ContainerTest(
            new TestContainer(installation.id(), host),
            networkPolicy.networkMode(),
            connection::runtime);
    return new HostFitness(host, test, hosts, settings.quarantine(), clock);
  }
}
