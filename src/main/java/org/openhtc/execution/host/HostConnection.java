package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
import org.openhtc.host.Hosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to one host's engine: opened when needed, dropped when it breaks, with what is known of
 * the engine's absences. Also the host's circuit breaker: while the line is down nothing is tried.
 */
public final class HostConnection {
  private static final Logger log = LoggerFactory.getLogger(HostConnection.class);

  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(5);

  private final Host host;
  private final ContainerEngines engines;
  private final Hosts hosts;
  private final HostIsolation isolation;
  private final int imageReserveGib;
  private final Clock clock;
  private @Nullable ContainerEngine engine;
  private DiskMechanism disk = DiskMechanism.WATCH;
  private int vcpus;
  private boolean isDiskLow;
  private @Nullable Instant silentSince;
  private @Nullable Instant lastSeen;
  private volatile @Nullable Outage outage;

  /**
   * @param host as its agent was told; once it is reached elsewhere, another agent asks there
   * @param imageReserveGib free disk in GiB below which images should make room
   */
  HostConnection(
      Host host,
      ContainerEngines engines,
      Hosts hosts,
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
   * The engine; empty while it does not answer. The first contact finds out what the host has, and
   * a further one every few seconds; in between the look that follows is the sign of life, because
   * describing itself costs an engine as much as several calls about containers.
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
    Host config = hosts.find(host.name()).filter(this::isReachedHere).orElse(null);
    if (config == null) {
      drop();
      return Optional.empty(); // removed or elsewhere; its agent is about to end
    }
    Optional<Answer> answer = ask();
    answer.ifPresent(heard -> answered(config, heard));
    return answer.map(Answer::line);
  }

  private boolean isReachedHere(Host config) {
    return EngineAddress.of(config).equals(EngineAddress.of(host));
  }

  private record Answer(
      ContainerEngine line, boolean isNew, EngineFacts facts, Isolation isolated) {}

  /** Empty when it does not answer, whatever is the matter: jobs must not wait there unattended. */
  private Optional<Answer> ask() {
    try {
      boolean isNew = engine == null;
      ContainerEngine line = engine == null ? open() : engine;
      EngineFacts facts = line.facts();
      Isolation isolated = isolation.arrange(line, isNew, clock.instant());
      return Optional.of(new Answer(line, isNew, facts, isolated));
    } catch (EngineException e) {
      broken(e);
    } catch (RuntimeException e) {
      broken(new EngineException.Unreachable("asking it fails with " + e, e));
    }
    return Optional.empty();
  }

  private ContainerEngine open() {
    ContainerEngine line = engines.connect(EngineAddress.of(host));
    engine = line;
    disk = line.probeDisk();
    return line;
  }

  private void answered(Host config, Answer answer) {
    Instant now = clock.instant();
    EngineFacts facts = answer.facts();
    if (answer.isNew()) {
      log.info("Host {} answers: {}, disk limits by {}", host.name(), facts, disk);
      Instant before = lastSeen == null ? config.lastSeenAt() : lastSeen;
      outage = before == null ? null : Outage.between(before, now);
    }
    vcpus = facts.vcpus();
    isDiskLow = facts.diskFreeGib() != null && facts.diskFreeGib() < imageReserveGib;
    silentSince = null;
    lastSeen = now;
    report(measure(facts, answer.isolated()), answer.isolated());
  }

  private void report(HostMeasure measure, Isolation isolated) {
    if (isolation.refuses(isolated)) {
      hosts.unfit(host, measure, "it does not isolate its jobs: " + isolated.reason());
    } else {
      hosts.seen(host, measure);
    }
  }

  private HostMeasure measure(EngineFacts facts, Isolation isolated) {
    return new HostMeasure(
        facts.architecture(),
        facts.vcpus(),
        facts.memoryMib(),
        facts.diskFreeGib(),
        disk.name(),
        isolated.level().name(),
        facts.version(),
        facts.hyperthreading());
  }

  /**
   * The engine failed to answer: nothing more is tried until it answers again. Written every time,
   * because the database may have failed before: jobs would be placed there all the while.
   */
  synchronized void broken(EngineException problem) {
    drop();
    if (silentSince == null) {
      silentSince = clock.instant();
      log.warn(
          "Host {} does not answer and is asked again at every look: {}",
          host.name(),
          problem.getMessage());
      log.debug("What host {} fails with", host.name(), problem);
    }
    hosts.unreachable(host, "its engine does not answer: " + problem.getMessage());
  }

  /** The open line; empty while there is none. */
  synchronized Optional<ContainerEngine> line() {
    return Optional.ofNullable(engine);
  }

  /** Since when the engine has not answered; empty while it does. */
  synchronized Optional<Instant> silentSince() {
    return Optional.ofNullable(silentSince);
  }

  public @Nullable Outage outage() {
    return outage;
  }

  /** Whether images should make room; never where the engine's free disk is not known. */
  synchronized boolean isDiskLow() {
    return isDiskLow;
  }

  /** Processors of the host; 0 before the first contact. */
  synchronized int vcpus() {
    return vcpus;
  }

  public synchronized DiskMechanism disk() {
    return disk;
  }

  /** Hangs up; the next {@link #establish} dials again. */
  synchronized void drop() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }
}
