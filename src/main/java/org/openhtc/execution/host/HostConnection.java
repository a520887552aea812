package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.attempt.EngineStatus;
import org.openhtc.execution.attempt.Outage;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerEngines;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.host.HostReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one host's engine: opened when it is needed, closed when the engine fails.
 * Knows the engine's last outage. Also the host's circuit breaker: while the engine is unreachable,
 * no work is started on the host.
 */
final class HostConnection implements EngineStatus {
  private static final Logger log = LoggerFactory.getLogger(HostConnection.class);

  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(5);

  private final Host host;
  private final ContainerEngines engines;
  private final HostReports hosts;
  private final HostIsolation isolation;
  private final int imageReserveGib;
  private final Clock clock;
  private @Nullable ContainerEngine engine;
  private DiskMechanism disk = DiskMechanism.WATCH;
  private int vcpus;
  private boolean isDiskLow;
  private @Nullable Instant unreachableSince;
  private @Nullable Instant lastSeen;
  private volatile @Nullable Outage outage;

  /**
   * @param host as configured when the agent was made; a host with another address gets a new agent
   * @param imageReserveGib free disk in GiB below which unused images are removed
   */
  HostConnection(
      Host host,
      ContainerEngines engines,
      HostReports hosts,
      HostIsolation isolation,
      int imageReserveGib,
      Clock clock) {
    this.host = host;
    this.engines = engines;
    this.hosts = hosts;
    this.isolation = isolation;
    this.imageReserveGib = imageReserveGib;
    this.clock = clock;
  }

  /**
   * The engine; empty while it is unreachable. Measures the host at the first connection and then
   * every few seconds. The calls of the pass itself show in between that the engine is reachable;
   * measuring in every pass would cost the engine as much as several calls about containers.
   */
  synchronized Optional<ContainerEngine> establish() {
    if (engine != null
        && lastSeen != null
        && clock.instant().isBefore(lastSeen.plus(MEASURE_INTERVAL))) {
      return Optional.of(engine);
    }
    return measureHost();
  }

  private Optional<ContainerEngine> measureHost() {
    Host config = hosts.find(host.name()).filter(this::hasSameAddress).orElse(null);
    if (config == null) {
      close();
      return Optional.empty(); // removed, or moved to another address; this agent ends soon
    }
    Optional<Measured> measured = measure();
    measured.ifPresent(found -> record(config, found));
    return measured.map(Measured::engine);
  }

  private boolean hasSameAddress(Host config) {
    return EngineAddress.of(config).equals(EngineAddress.of(host));
  }

  private record Measured(
      ContainerEngine engine, boolean isNew, EngineFacts facts, Isolation isolation) {}

  /** Empty after any failure, so that the host gets no jobs that its agent could not run. */
  private Optional<Measured> measure() {
    try {
      boolean isNew = engine == null;
      ContainerEngine connected = engine == null ? connect() : engine;
      EngineFacts facts = connected.facts();
      Isolation found = isolation.ensure(connected, isNew, clock.instant());
      return Optional.of(new Measured(connected, isNew, facts, found));
    } catch (EngineException e) {
      failed(e);
    } catch (RuntimeException e) {
      failed(new EngineException.Unreachable("a request to it fails with " + e, e));
    }
    return Optional.empty();
  }

  private ContainerEngine connect() {
    ContainerEngine connected = engines.connect(EngineAddress.of(host));
    engine = connected;
    disk = connected.probeDisk();
    return connected;
  }

  private void record(Host config, Measured measured) {
    Instant now = clock.instant();
    EngineFacts facts = measured.facts();
    if (measured.isNew()) {
      log.info("Host {} is reachable: {}, disk limits by {}", host.name(), facts, disk);
      Instant before = lastSeen == null ? config.lastSeenAt() : lastSeen;
      outage = before == null ? null : Outage.between(before, now);
    }
    vcpus = facts.vcpus();
    isDiskLow = facts.diskFreeGib() != null && facts.diskFreeGib() < imageReserveGib;
    unreachableSince = null;
    lastSeen = now;
    report(hostMeasure(facts, measured.isolation()), measured.isolation());
  }

  private void report(HostMeasure measure, Isolation found) {
    if (isolation.refuses(found)) {
      hosts.reportUnfit(host, measure, "it does not isolate its jobs: " + found.reason());
    } else {
      hosts.reportReachable(host, measure);
    }
  }

  private HostMeasure hostMeasure(EngineFacts facts, Isolation found) {
    return new HostMeasure(
        facts.architecture(),
        facts.vcpus(),
        facts.memoryMib(),
        facts.diskFreeGib(),
        disk.name(),
        found.level().name(),
        facts.version(),
        facts.hyperthreading());
  }

  /**
   * Closes the connection after a failure of the engine and marks the host as unreachable. Writes
   * the mark at every failure: an earlier write may have failed, and then the scheduler would keep
   * placing jobs on the host.
   */
  synchronized void failed(EngineException problem) {
    close();
    if (unreachableSince == null) {
      unreachableSince = clock.instant();
      log.warn(
          "Host {} is unreachable; each pass tries to connect again: {}",
          host.name(),
          problem.getMessage());
      log.debug("The failure of host {}", host.name(), problem);
    }
    hosts.reportUnreachable(host, "its engine is unreachable: " + problem.getMessage());
  }

  /** The connected engine; empty while there is no connection. */
  synchronized Optional<ContainerEngine> engine() {
    return Optional.ofNullable(engine);
  }

  /** Since when the engine has been unreachable; empty while it is reachable. */
  synchronized Optional<Instant> unreachableSince() {
    return Optional.ofNullable(unreachableSince);
  }

  @Override
  public @Nullable Outage outage() {
    return outage;
  }

  /** Whether unused images should be removed; false where the engine's free disk is not known. */
  synchronized boolean isDiskLow() {
    return isDiskLow;
  }

  /** Processors of the host; 0 before the first connection. */
  synchronized int vcpus() {
    return vcpus;
  }

  @Override
  public synchronized DiskMechanism diskMechanism() {
    return disk;
  }

  /** Closes the connection; the next {@link #establish} opens another one. */
  synchronized void close() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }
}
