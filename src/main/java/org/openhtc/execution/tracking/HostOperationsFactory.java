package org.openhtc.execution.tracking;

import java.time.Clock;
import java.time.Duration;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.attempt.AttemptCleanup;
import org.openhtc.execution.attempt.AttemptObservation;
import org.openhtc.execution.attempt.AttemptReports;
import org.openhtc.execution.attempt.AttemptRunner;
import org.openhtc.execution.attempt.BatchSpecCache;
import org.openhtc.execution.attempt.ContainerLaunch;
import org.openhtc.execution.attempt.ContainerSpecs;
import org.openhtc.execution.attempt.DiskWatch;
import org.openhtc.execution.attempt.EngineStatus;
import org.openhtc.execution.attempt.FaultFinder;
import org.openhtc.execution.attempt.LaunchFailures;
import org.openhtc.execution.attempt.OomEvents;
import org.openhtc.execution.attempt.OrdinaryEnd;
import org.openhtc.execution.attempt.RecentContainers;
import org.openhtc.execution.fitness.HostFitness;
import org.openhtc.execution.image.HostImages;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.execution.slot.NetworkPlaces;
import org.openhtc.host.Host;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.Installation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Makes the operations on the attempts of a host. */
@Component
public class HostOperationsFactory {
  private final Installation installation;
  private final Assignments assignments;
  private final BatchSpecCache batchSpecs;
  private final ContainerSpecs containerSpecs;
  private final LogArchive logs;
  private final ExecutionSettings settings;
  private final Clock clock;
  private final Duration oomEventDelay;

  @Autowired
  HostOperationsFactory(
      Installation installation,
      Assignments assignments,
      BatchSpecCache batchSpecs,
      ContainerSpecs containerSpecs,
      LogArchive logs,
      ExecutionSettings settings,
      Clock clock) {
    this(
        installation,
        assignments,
        batchSpecs,
        containerSpecs,
        logs,
        settings,
        clock,
        OomEvents.LONGEST_DELAY);
  }

  /**
   * @param oomEventDelay how long a killed container waits for an out-of-memory event
   */
  public HostOperationsFactory(
      Installation installation,
      Assignments assignments,
      BatchSpecCache batchSpecs,
      ContainerSpecs containerSpecs,
      LogArchive logs,
      ExecutionSettings settings,
      Clock clock,
      Duration oomEventDelay) {
    this.installation = installation;
    this.assignments = assignments;
    this.batchSpecs = batchSpecs;
    this.containerSpecs = containerSpecs;
    this.logs = logs;
    this.settings = settings;
    this.clock = clock;
    this.oomEventDelay = oomEventDelay;
  }

  /**
   * @param engineStatus what the connection to the host knows of its engine
   * @param fitness whether the host can run containers
   * @param places where the containers get their networks
   */
  public HostOperations of(
      Host host,
      HostImages images,
      EngineStatus engineStatus,
      HostFitness fitness,
      NetworkPlaces places) {
    ContainerLaunch launch =
        new ContainerLaunch(host, batchSpecs, containerSpecs, images, engineStatus, places);
    DiskWatch diskWatch = new DiskWatch(engineStatus::diskMechanism, settings.diskWatchInterval());
    OomEvents oomEvents = new OomEvents(oomEventDelay);
    RecentContainers signalled = new RecentContainers();
    FaultFinder faults = new FaultFinder(host.name(), fitness);
    LaunchFailures failures = new LaunchFailures(host.name(), fitness);
    AttemptReports reports = new AttemptReports(host.name(), assignments);
    AttemptCleanup cleanup = new AttemptCleanup(batchSpecs, logs, clock);
    AttemptObservation observation =
        new AttemptObservation(
            oomEvents, signalled, diskWatch, engineStatus, launch, settings.startDeadline(), clock);
    return new HostOperations(
        launch,
        new OrdinaryEnd(reports, cleanup, diskWatch, faults),
        new AttemptRunner(
            installation.id(), observation, reports, cleanup, faults, settings.stopGrace()),
        diskWatch,
        oomEvents,
        signalled,
        failures);
  }
}
