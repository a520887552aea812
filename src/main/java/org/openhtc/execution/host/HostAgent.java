package org.openhtc.execution.host;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one Docker host: brings every job placed there forward, and ends every container of
 * ours that no job needs. Keeps nothing that a fresh look at database and engine would not tell, so
 * a restart is an ordinary look.
 */
final class HostAgent {
  private static final Logger log = LoggerFactory.getLogger(HostAgent.class);

  private final HostParts parts;
  private final Leases leases;
  private final Semaphore wakeUp;
  private volatile boolean isEnding;
  private final Map<AttemptId, Instant> lookedAt = new ConcurrentHashMap<>();
  private @Nullable AutoCloseable events;

  /** Under which the host was looked at last; null before the first look. */
  private volatile @Nullable Lease lease;

  /**
   * @param wakeUp released when there is something to look at
   */
  HostAgent(HostParts parts, Leases leases, Semaphore wakeUp) {
    this.parts = parts;
    this.leases = leases;
    this.wakeUp = wakeUp;
  }

  String host() {
    return parts.host().name();
  }

  /** The engine as far as it answers now. */
  Optional<ContainerEngine> engine() {
    return parts.contact().line();
  }

  void wake() {
    wakeUp.release();
  }

  /** The last look is brought to its end; nothing that runs on the host is touched. */
  void end() {
    isEnding = true;
    wake();
  }

  /** Until {@link #end}: a look on every wake-up and at least once per poll interval. */
  void run() {
    try {
      while (!isEnding) {
        lookSafely();
        wakeUp.tryAcquire(parts.settings().pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        wakeUp.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hangUp();
    }
  }

  /** Whatever fails, even to write that the engine is away, the agent goes on. */
  private void lookSafely() {
    try {
      lookUnlessAway();
    } catch (RuntimeException | Error e) {
      log.warn("A look at host {} failed; the next one follows soon", host(), e);
    }
  }

  private void lookUnlessAway() {
    try {
      look();
    } catch (EngineException e) {
      parts.contact().broken(e);
    }
  }

  /** One look; the work that follows from it goes on side by side. */
  void look() {
    lease = leases.hold("host:" + host()).orElse(null);
    if (lease == null) {
      hangUp();
      return;
    }
    Optional<ContainerEngine> engine = parts.contact().establish();
    if (engine.isEmpty()) {
      forgetEvents();
      moveAwayWhenLost();
      return;
    }
    parts.crew().growTo(parts.settings().startsPerCore() * parts.contact().vcpus());
    parts.strikes().releaseWhenDue();
    listen(engine.get());
    lookAtJobs(engine.get());
    if (parts.contact().isDiskLow()) {
      parts.crew().take("images", () -> parts.images().sweep(engine.get()));
    }
  }

  /** Containers are listed first: whatever is listed and not wanted afterwards is over. */
  private void lookAtJobs(ContainerEngine engine) {
    Map<AttemptId, ContainerSummary> there = new HashMap<>();
    for (ContainerSummary container : engine.list(parts.installation())) {
      if (host().equals(container.labels().get(ContainerLabels.HOST))) {
        AttemptId.of(container.labels()).ifPresent(attempt -> there.put(attempt, container));
      }
    }
    Set<AttemptId> wanted = new HashSet<>();
    for (Assignment job : parts.runs().onHost(host())) {
      AttemptId attempt = new AttemptId(job.id(), job.attempt());
      wanted.add(attempt);
      if (!isQuiet(job, attempt, there.get(attempt))) {
        attend(engine, attempt);
      }
    }
    there.keySet().stream().filter(a -> !wanted.contains(a)).forEach(a -> attend(engine, a));
    lookedAt.keySet().retainAll(wanted);
  }

  /** A running job that nobody wants to end needs a closer look only now and then. */
  private boolean isQuiet(Assignment job, AttemptId attempt, @Nullable ContainerSummary container) {
    Instant now = parts.clock().instant();
    Instant lastLook = lookedAt.get(attempt);
    return job.status() == JobStatus.RUNNING
        && !job.cancelRequested()
        && container != null
        && container.phase() == ContainerState.Phase.RUNNING
        && job.startedAt() != null
        && now.isBefore(job.startedAt().plusSeconds(job.execTimeoutSeconds()))
        && lastLook != null
        && now.isBefore(lastLook.plus(parts.settings().diskWatchInterval()));
  }

  private void attend(ContainerEngine engine, AttemptId attempt) {
    Lease mine = lease;
    if (mine != null) {
      lookedAt.put(attempt, parts.clock().instant());
      parts
          .crew()
          .take(
              attempt.containerName(parts.installation()),
              () -> bringForward(engine, attempt, mine));
    }
  }

  /** The job is read afresh: between a look and the work on it a job may have ended. */
  private void bringForward(ContainerEngine engine, AttemptId attempt, Lease mine)
      throws InterruptedException {
    try {
      Optional<Assignment> job = parts.runs().active(host(), attempt.job(), attempt.attempt());
      if (job.isPresent()) {
        new AttemptRunner(parts, engine, job.get(), mine).advance();
      } else {
        parts.retirement().retire(engine, attempt.containerName(parts.installation()), attempt);
      }
    } catch (EngineException.Unreachable e) {
      strike(engine, e);
    }
  }

  /** Tells an engine that is away from one that answers and yet fails its work. */
  private void strike(ContainerEngine engine, EngineException.Unreachable problem) {
    try {
      engine.facts();
      parts.strikes().count(problem);
    } catch (EngineException away) {
      wake();
    }
  }

  private void listen(ContainerEngine engine) {
    if (events == null) {
      events =
          engine.watch(
              parts.installation(),
              event -> AttemptId.of(event.labels()).ifPresent(a -> hear(engine, a, event)),
              this::streamLost);
    }
  }

  private void hear(ContainerEngine engine, AttemptId attempt, EngineEvent event) {
    if (!host().equals(event.labels().get(ContainerLabels.HOST))) {
      return;
    }
    switch (event) {
      case EngineEvent.Ended ended -> attend(engine, attempt);
      case EngineEvent.Removed removed -> attendUnlessBusy(engine, attempt);
      case EngineEvent.OutOfMemory oom -> parts.witness().sawOutOfMemory(oom.containerId());
    }
  }

  /** Most removals are our own, by the hand that is still at it. */
  private void attendUnlessBusy(ContainerEngine engine, AttemptId attempt) {
    if (parts.crew().isFree(attempt.containerName(parts.installation()))) {
      attend(engine, attempt);
    }
  }

  private void streamLost() {
    log.info("Host {}: event stream broke; it is opened again with the next look", host());
    parts.contact().drop();
    forgetEvents();
    wake();
  }

  private void moveAwayWhenLost() {
    Instant now = parts.clock().instant();
    boolean isLost =
        parts
            .contact()
            .silentSince()
            .map(since -> now.isAfter(since.plus(parts.settings().hostLostAfter())))
            .orElse(false);
    if (isLost) {
      moveAway("Host %s stopped answering".formatted(host()));
    }
  }

  private void moveAway(String words) {
    Instant now = parts.clock().instant();
    List<Assignment> jobs = parts.runs().onHost(host());
    if (!jobs.isEmpty()) {
      log.warn("{}: its {} jobs go back to the queue", words, jobs.size());
      jobs.forEach(job -> parts.retirement().disown(new AttemptId(job.id(), job.attempt())));
      parts
          .runs()
          .record(
              jobs.stream()
                  .map(j -> new JobReport(j.id(), j.attempt(), now, new JobEvent.Faulted(words)))
                  .toList());
    }
  }

  private void hangUp() {
    forgetEvents();
    parts.contact().drop();
  }

  private synchronized void forgetEvents() {
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
