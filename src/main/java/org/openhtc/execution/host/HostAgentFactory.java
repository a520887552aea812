package org.openhtc.execution.host;

import java.time.Clock;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.attempt.AttemptCleanup;
import org.openhtc.execution.attempt.BatchSpecCache;
import org.openhtc.execution.attempt.ContainerSpecs;
import org.openhtc.execution.attempt.ContainerWorkers;
import org.openhtc.execution.attempt.DiskWatch;
import org.openhtc.execution.attempt.HostParts;
import org.openhtc.execution.attempt.LaunchFailureCounter;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.attempt.OomEvents;
import org.openhtc.execution.engine.ContainerEngines;
import org.openhtc.execution.image.HostImages;
import org.openhtc.execution.image.ImagePulls;
import org.openhtc.execution.image.ImageSweeper;
import org.openhtc.execution.log.LogArchive;
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
  /** A removal takes longer the more files the container has; a few at a time are enough. */
  private static final int REMOVALS = 8;

  private final ContainerEngines engines;
  private final HostReports hosts;
  private final Leases leases;
  private final HostAgentParts shared;
  private final Clock clock;

  HostAgentFactory(
      ContainerEngines engines,
      HostReports hosts,
      Leases leases,
      HostAgentParts shared,
      Clock clock) {
    this.engines = engines;
    this.hosts = hosts;
    this.leases = leases;
    this.shared = shared;
    this.clock = clock;
  }

  /** What the agents of all hosts share. */
  @Component
  record HostAgentParts(
      Installation installation,
      Assignments assignments,
      BatchSpecCache batchSpecs,
      ContainerSpecs containerSpecs,
      NetworkPolicy networkPolicy,
      ImageCatalog catalog,
      LogArchive logs,
      ExecutionSettings settings) {}

  HostAgent agent(Host host) {
    return agent(host, BackgroundWork.onVirtualThreads());
  }

  /**
   * @param background runs the work of the agent's passes
   */
  HostAgent agent(Host host, BackgroundWork background) {
    ExecutionSettings settings = shared.settings;
    HostIsolation isolation = new HostIsolation(host.name(), shared.networkPolicy);
    HostConnection connection =
        new HostConnection(host, engines, hosts, isolation, settings.imageReserveGib(), clock);
    ContainerWorkers workers = new ContainerWorkers(background, concurrentStarts(host), REMOVALS);
    WakeableLoop loop = new WakeableLoop("host-" + host.name(), settings.pollInterval());
    ImageSweeper sweeper = new ImageSweeper(shared.catalog.prefix(), clock);
    ImagePulls pulls = new ImagePulls(background, shared.catalog::authorizePull, loop::wake, clock);
    return new HostAgent(
        new HostParts(
            host,
            shared.installation.id(),
            shared.assignments,
            shared.batchSpecs,
            shared.containerSpecs,
            new HostImages(host.name(), shared.catalog, pulls, sweeper),
            connection,
            workers,
            new DiskWatch(connection::diskMechanism, settings.diskWatchInterval(), clock),
            new AttemptCleanup(shared.batchSpecs, shared.logs, workers),
            new LaunchFailureCounter(host.name(), hosts, settings.quarantine(), clock),
            new OomEvents(),
            settings,
            clock),
        connection,
        leases,
        loop);
  }

  /**
   * The number of processors is known after the first connection; the agent then raises the limit.
   */
  private int concurrentStarts(Host host) {
    int cores = host.measure() == null ? 1 : host.measure().vcpus();
    return shared.settings.startsPerCore() * cores;
  }
}
