package org.openhtc.execution.host;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.slot.HostSlots;
import org.openhtc.execution.tracking.HostTracking;
import org.openhtc.execution.tracking.HostTrackings;
import org.openhtc.host.HostReports;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;

/** Opens the sessions of one host, one after another. */
final class HostSessions {
  private final String host;
  private final String installation;
  private final HostTrackings.OfHost trackings;
  private final HostSlots slots;
  private final Assignments assignments;
  private final HostReports hosts;
  private final Leases leases;
  private final Runnable wake;
  private final ExecutionSettings settings;
  private final Clock clock;

  /**
   * @param wake starts a pass of the agent
   */
  HostSessions(
      String host,
      String installation,
      HostTrackings.OfHost trackings,
      HostSlots slots,
      Assignments assignments,
      HostReports hosts,
      Leases leases,
      Runnable wake,
      ExecutionSettings settings,
      Clock clock) {
    this.host = host;
    this.installation = installation;
    this.trackings = trackings;
    this.slots = slots;
    this.assignments = assignments;
    this.hosts = hosts;
    this.leases = leases;
    this.wake = wake;
    this.settings = settings;
    this.clock = clock;
  }

  /** Connects to the engine. The session may get placements from now on, but has read nothing. */
  HostSession open(HostConnection connection, Lease lease) {
    ContainerEngine engine = connection.open(() -> !assignments.onHost(host).isEmpty());
    ListSchedule lists = new ListSchedule(settings.pollInterval(), settings.listInterval());
    BooleanSupplier isLed = () -> leases.isCurrent(lease);
    HostTracking tracking = trackings.over(engine, isLed, lists::unexpected);
    tracking.size(connection.vcpus(), settings.startsPerCore());
    HostEvents events =
        new HostEvents(
            host,
            installation,
            engine,
            (attempt, event) -> {
              freeSlot(event);
              tracking.happened(attempt, event, connection.clockSkew());
            },
            () -> lost(engine, connection));
    slots.connected(engine, lease.epoch(), connection.facts());
    Set<String> names = new HashSet<>(hosts.formerNames(host));
    names.add(host);
    return new HostSession(
        names, installation, lease, engine, tracking, slots, events, lists, clock);
  }

  /** A cluster does not end its pods when its API server ends. */
  private void lost(ContainerEngine engine, HostConnection connection) {
    if (engine.holdsImages()) {
      connection.streamLost();
    }
    wake.run();
  }

  private void freeSlot(EngineEvent event) {
    switch (event) {
      case EngineEvent.Ended ended -> slots.ended(ended.labels());
      case EngineEvent.Removed removed -> slots.ended(removed.labels());
      case EngineEvent.Started started -> {}
      case EngineEvent.OutOfMemory oom -> {}
      case EngineEvent.Signalled signalled -> {}
    }
  }

  /** Lets the session read the state of the host. */
  void read(HostSession opened) {
    opened.read(() -> assignments.onHost(host));
  }
}
