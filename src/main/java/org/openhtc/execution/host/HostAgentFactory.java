package org.openhtc.execution.host;

import java.time.Clock;
import java.util.concurrent.Semaphore;
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
import org.openhtc.host.Hosts;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.Installation;
import org.openhtc.lease.Leases;
import org.openhtc.registry.ImageCatalog;
import org.openhtc.storage.JobStorage;
import org.springframework.stereotype.Component;

/** Puts an agent together. */
@Component
class HostAgentFactory {
  /** Removals block for as long as the container had files; a few side by side are enough. */
  private static final int REMOVALS = 8;

  private final ContainerEngines engines;
  private final Hosts hosts;
  private final Leases leases;
  private final HostAgentParts shared;
  private final Clock clock;

  HostAgentFactory(
      ContainerEngines engines, Hosts hosts, Leases leases, HostAgentParts shared, Clock clock) {
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
      Assignments runs,
      BatchSpecCache orders,
      ContainerSpecs specs,
      NetworkPolicy isolation,
      ImageCatalog catalog,
      LogArchive logs,
      JobStorage storage,
      ExecutionSettings settings) {}

  HostAgent agent(Host host) {
    ExecutionSettings settings = shared.settings;
    HostIsolation isolation = new HostIsolation(host.name(), shared.isolation);
    HostConnection contact =
        new HostConnection(host, engines, hosts, isolation, settings.imageReserveGib(), clock);
    ContainerWorkers crew = new ContainerWorkers(starts(host), REMOVALS);
    Semaphore wakeUp = new Semaphore(0);
    ImageSweeper sweeper = new ImageSweeper(shared.catalog.prefix(), clock);
    ImagePulls pulls = new ImagePulls(shared.catalog::ticket, wakeUp::release, clock);
    return new HostAgent(
        new HostParts(
            host,
            shared.installation.id(),
            shared.runs,
            shared.orders,
            shared.specs,
            new HostImages(host.name(), shared.catalog, pulls, sweeper),
            contact,
            crew,
            new DiskWatch(contact::disk, settings.diskWatchInterval(), clock),
            new AttemptCleanup(shared.orders, shared.logs, shared.storage, crew),
            new LaunchFailureCounter(host.name(), hosts, settings.quarantine(), clock),
            new OomEvents(),
            settings,
            clock),
        leases,
        wakeUp);
  }

  /** Processors are known after the first contact, when the agent lets the crew grow. */
  private int starts(Host host) {
    int cores = host.measure() == null ? 1 : host.measure().vcpus();
    return shared.settings.startsPerCore() * cores;
  }
}
