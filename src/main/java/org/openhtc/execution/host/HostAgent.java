package org.openhtc.execution.host;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.Host;
import org.openhtc.job.JobId;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;
import org.openhtc.lease.WakeableLoop;

/**
 * Reconciles one host with the database while this process holds the lease of the host. What is
 * known of the host is kept in a {@link HostSession}. It is discarded when the engine becomes
 * unreachable or the lease is lost, so the next one begins as after a restart of the service.
 */
final class HostAgent {
  private final String host;
  private final HostConnection connection;
  private final Leases leases;
  private final HostSessions sessions;
  private final LostHost lostHost;
  private final LeaseOffer offer;
  private final HostUpkeep upkeep;
  private final PlacedAhead placedAhead;
  private final WakeableLoop loop;

  /** Null while the engine is unreachable or another process leads the host. */
  private volatile @Nullable HostSession session;

  /**
   * @param loop runs the passes; woken when there is work before the next one
   */
  HostAgent(
      String host,
      HostConnection connection,
      Leases leases,
      HostSessions sessions,
      LostHost lostHost,
      LeaseOffer offer,
      HostUpkeep upkeep,
      PlacedAhead placedAhead,
      WakeableLoop loop) {
    this.host = host;
    this.connection = connection;
    this.leases = leases;
    this.sessions = sessions;
    this.lostHost = lostHost;
    this.offer = offer;
    this.upkeep = upkeep;
    this.placedAhead = placedAhead;
    this.loop = loop;
  }

  String host() {
    return host;
  }

  /** The connected engine; empty while it is unreachable. */
  Optional<ContainerEngine> engine() {
    return connection.engine();
  }

  /** When the engine was last found reachable; empty while it is not. */
  Optional<Instant> lastSeen() {
    return connection.lastSeen();
  }

  /** The host as last read from the database. */
  void configured(Host found) {
    upkeep.configured(found);
    placedAhead.configured(found);
  }

  /** Jobs that were placed on the host just now; ignored while there is no connection. */
  void placed(List<Assignment> jobs) {
    HostSession present = session;
    if (present != null) {
      present.tracking().placed(jobs);
    }
  }

  /** Jobs that were placed ahead and have to return to the queue, unless they have started. */
  void returnToQueue(Set<JobId> jobs) {
    HostSession present = session;
    if (present != null) {
      placedAhead.returnToQueue(present.tracking(), jobs);
    }
  }

  /**
   * Has to be taken before the assignments are read; empty while there is no connection, or its
   * containers are not known: their jobs must not be launched again.
   */
  Optional<AssignmentSnapshot> snapshot() {
    return Optional.ofNullable(session)
        .filter(HostSession::isRead)
        .map(HostSession::tracking)
        .map(tracking -> new AssignmentSnapshot(host, tracking, tracking.version()));
  }

  /** Lets other processes lead the host for a moment if this one can't reach its engine. */
  void offerLeaseIfUnreachable() {
    offer.check();
  }

  void start() {
    loop.start(this::pass);
  }

  /** Starts no further pass; does not wait for the running one. */
  void end() {
    loop.end();
  }

  /**
   * Ends the loop and waits a limited time for the running pass. The containers of jobs keep
   * running.
   *
   * @return removes the free slots and closes the connection, which can block on an engine that
   *     does not respond
   */
  Thread stop() {
    loop.stop();
    return Thread.ofVirtual().name("disconnect-" + host).start(this::leave);
  }

  private void leave() {
    HostSession present = session;
    if (present != null) {
      present.removeFreeSlots();
    }
    disconnect();
  }

  /** Opens the connection or checks it; a failure of the engine closes it. */
  void pass() {
    if (offer.skipsPass()) {
      return;
    }
    Optional<Lease> lease = leases.hold("host:" + host);
    if (lease.isEmpty()) {
      disconnect();
      return;
    }
    if (leases.isExcess(lease.get())) {
      leaveToOthers(lease.get());
      return;
    }
    try {
      pass(lease.get());
    } catch (EngineException e) {
      closeSession();
      connection.failed(e);
      lostHost.requeueJobsIfLost(lease.get());
      offer.offerIfDue(lease.get());
    }
  }

  /** The session ends first, so that nothing more is started under the lease. */
  private void leaveToOthers(Lease lease) {
    disconnect();
    leases.release(lease);
  }

  private void pass(Lease lease) {
    HostSession present = session;
    if (present != null && !present.lease().equals(lease)) {
      disconnect();
      present = null;
    }
    if (present == null) {
      completed(open(lease));
    } else {
      connection.passBegins();
      boolean isListNeeded = connection.measureWhenDue() || connection.isReportNeeded();
      placedAhead.check(present.tracking(), connection.launchPermission());
      if (present.pass(isListNeeded)) {
        completed(present);
      }
    }
    upkeep.run(connection);
  }

  private HostSession open(Lease lease) {
    connection.close();
    HostSession opening = sessions.open(connection, lease);
    session = opening;
    placedAhead.opened();
    try {
      // The room is known before the jobs are.
      placedAhead.check(opening.tracking(), connection.launchPermission());
      sessions.read(opening);
      return opening;
    } catch (RuntimeException e) {
      closeSession();
      throw e;
    }
  }

  /** Only now the host counts as reachable: the engine has sent facts, events and a list. */
  private void completed(HostSession completed) {
    connection.completed(completed.congestion());
  }

  private void closeSession() {
    HostSession present = session;
    session = null;
    if (present != null) {
      present.close();
    }
  }

  private void disconnect() {
    closeSession();
    connection.forget();
  }
}
