package org.openhtc.execution.host;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.attempt.AttemptRunner;
import org.openhtc.execution.attempt.HostParts;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;
import org.openhtc.lease.WakeableLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles one Docker host with the database: advances every job that is assigned to the host and
 * removes every orphan. All state is read from the database and the engine in each pass, so after a
 * restart the first pass continues where the last one ended.
 */
final class HostAgent {
  private static final Logger log = LoggerFactory.getLogger(HostAgent.class);

  private final HostParts parts;
  private final HostConnection connection;
  private final Leases leases;
  private final WakeableLoop loop;
  private final LostHost lostHost;
  private final OrphanReaper orphanReaper;
  private final Map<AttemptId, Instant> scheduledAt = new ConcurrentHashMap<>();
  private @Nullable AutoCloseable events;

  /** The lease of the last pass; null before the first pass. */
  private volatile @Nullable Lease lease;

  /**
   * @param loop runs the passes; woken when there is work before the next poll
   */
  HostAgent(HostParts parts, HostConnection connection, Leases leases, WakeableLoop loop) {
    this.parts = parts;
    this.connection = connection;
    this.leases = leases;
    this.loop = loop;
    this.lostHost = new LostHost(parts, connection);
    this.orphanReaper = new OrphanReaper(parts.installation(), parts.cleanup());
  }

  String host() {
    return parts.host().name();
  }

  /** The connected engine; empty while it is unreachable. */
  Optional<ContainerEngine> engine() {
    return connection.engine();
  }

  void start() {
    loop.start(this::pass);
  }

  void wake() {
    loop.wake();
  }

  /** Starts no further pass; does not wait for the running one. */
  void end() {
    loop.end();
  }

  /**
   * Ends the loop and waits a limited time for the running pass. The containers on the host keep
   * running. Closing the connection can block on an engine that does not respond, so that happens
   * on a thread of its own.
   */
  void stop() {
    loop.stop();
    Thread.ofVirtual().name("disconnect-" + host()).start(this::disconnect);
  }

  /**
   * Reads what is to be done and hands it to the workers, which do it concurrently. A failure of
   * the engine ends the pass and closes the connection.
   */
  void pass() {
    try {
      passUnlessUnreachable();
    } catch (EngineException e) {
      connection.failed(e);
    }
  }

  private void passUnlessUnreachable() {
    lease = leases.hold("host:" + host()).orElse(null);
    if (lease == null) {
      disconnect();
      return;
    }
    Optional<ContainerEngine> engine = connection.establish();
    if (engine.isEmpty()) {
      closeEvents();
      lostHost.requeueJobsIfLost();
      return;
    }
    parts.workers().raiseStartLimit(parts.settings().startsPerCore() * connection.vcpus());
    parts.launchFailures().releaseWhenDue();
    watchEvents(engine.get());
    reconcile(engine.get());
    if (connection.isDiskLow()) {
      parts.workers().submit("images", () -> parts.images().sweep(engine.get()));
    }
  }

  /** Lists the containers before the assignments; {@link OrphanReaper#orphans} relies on that. */
  private void reconcile(ContainerEngine engine) {
    Map<AttemptId, ContainerSummary> listed = containers(engine);
    Set<AttemptId> assigned = new HashSet<>();
    for (Assignment job : parts.assignments().onHost(host())) {
      AttemptId attempt = new AttemptId(job.id(), job.attempt());
      assigned.add(attempt);
      if (!isRunningAsExpected(job, attempt, listed.get(attempt))) {
        schedule(engine, attempt);
      }
    }
    OrphanReaper.orphans(listed.keySet(), assigned).forEach(orphan -> schedule(engine, orphan));
    scheduledAt.keySet().retainAll(assigned);
  }

  private Map<AttemptId, ContainerSummary> containers(ContainerEngine engine) {
    Map<AttemptId, ContainerSummary> found = new HashMap<>();
    for (ContainerSummary container : engine.list(parts.installation())) {
      if (host().equals(container.labels().get(ContainerLabels.HOST))) {
        AttemptId.of(container.labels()).ifPresent(attempt -> found.put(attempt, container));
      }
    }
    return found;
  }

  /** Such a job is inspected only once per disk watch interval. */
  private boolean isRunningAsExpected(
      Assignment job, AttemptId attempt, @Nullable ContainerSummary container) {
    Instant now = parts.clock().instant();
    Instant last = scheduledAt.get(attempt);
    return job.status() == JobStatus.RUNNING
        && !job.cancelRequested()
        && container != null
        && container.phase() == ContainerState.Phase.RUNNING
        && job.startedAt() != null
        && now.isBefore(job.startedAt().plusSeconds(job.execTimeoutSeconds()))
        && last != null
        && now.isBefore(last.plus(parts.settings().diskWatchInterval()));
  }

  private void schedule(ContainerEngine engine, AttemptId attempt) {
    Lease held = lease;
    if (held != null) {
      scheduledAt.put(attempt, parts.clock().instant());
      parts
          .workers()
          .submit(
              attempt.containerName(parts.installation()),
              () -> advanceOrReap(engine, attempt, held));
    }
  }

  /** Reads the job again: it may have ended since the pass read it. */
  private void advanceOrReap(ContainerEngine engine, AttemptId attempt, Lease held)
      throws InterruptedException {
    try {
      Optional<Assignment> job = parts.assignments().find(host(), attempt.job(), attempt.attempt());
      if (job.isPresent()) {
        new AttemptRunner(parts, engine, job.get(), held).advance();
      } else {
        orphanReaper.reap(engine, attempt);
      }
    } catch (EngineException.Unreachable e) {
      countLaunchFailure(engine, e);
    }
  }

  /**
   * Counts only failures of an engine that responds; otherwise the next pass reports the outage.
   */
  private void countLaunchFailure(ContainerEngine engine, EngineException.Unreachable problem) {
    try {
      engine.facts();
      parts.launchFailures().count(problem);
    } catch (EngineException unreachable) {
      wake();
    }
  }

  private void watchEvents(ContainerEngine engine) {
    if (events == null) {
      events =
          engine.watch(
              parts.installation(),
              event -> AttemptId.of(event.labels()).ifPresent(a -> onEvent(engine, a, event)),
              this::onEventsLost);
    }
  }

  private void onEvent(ContainerEngine engine, AttemptId attempt, EngineEvent event) {
    if (!host().equals(event.labels().get(ContainerLabels.HOST))) {
      return;
    }
    switch (event) {
      case EngineEvent.Started started -> {}
      case EngineEvent.Ended ended -> schedule(engine, attempt);
      case EngineEvent.Removed removed -> scheduleUnlessInProgress(engine, attempt);
      case EngineEvent.OutOfMemory oom -> parts.oomEvents().add(oom.containerId());
    }
  }

  /** Most removals are made by the agent's own workers and need no further work. */
  private void scheduleUnlessInProgress(ContainerEngine engine, AttemptId attempt) {
    if (!parts.workers().isInProgress(attempt.containerName(parts.installation()))) {
      schedule(engine, attempt);
    }
  }

  private void onEventsLost() {
    log.info("Host {}: the event stream broke; the next pass opens it again", host());
    connection.close();
    closeEvents();
    wake();
  }

  private void disconnect() {
    closeEvents();
    connection.close();
  }

  private synchronized void closeEvents() {
    AutoCloseable stream = events;
    events = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (Exception e) {
        log.debug("Closing the event stream of host {} failed", host(), e);
      }
    }
  }
}
