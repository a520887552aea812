package org.openhtc.execution.query;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerEngines;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.host.HostAgents;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.host.Hosts;
import org.springframework.stereotype.Component;

/**
 * Asks the engines of hosts: over the line of the host's agent, or over one opened for the question
 * where the agent is another process's.
 */
@Component
class HostEngines {
  private final HostAgents agents;
  private final ContainerEngines engines;
  private final Hosts hosts;
  private final ExecutionSettings settings;
  private final Clock clock;

  HostEngines(
      HostAgents agents,
      ContainerEngines engines,
      Hosts hosts,
      ExecutionSettings settings,
      Clock clock) {
    this.agents = agents;
    this.engines = engines;
    this.hosts = hosts;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What the engine answers; empty also for a host that was removed, or has been away for so long
   * that its jobs were moved away.
   *
   * @throws EngineException when the engine does not answer now
   */
  <T> Optional<T> ask(String host, Function<ContainerEngine, Optional<T>> question) {
    Optional<ContainerEngine> line = agents.engine(host);
    return line.isPresent()
        ? question.apply(line.get())
        : hosts.find(host).flatMap(known -> askOverLineOfOwn(known, question));
  }

  private <T> Optional<T> askOverLineOfOwn(
      Host host, Function<ContainerEngine, Optional<T>> question) {
    Instant lastSeen = host.lastSeenAt();
    if (host.health() == HostHealth.UNREACHABLE && lastSeen != null) {
      if (clock.instant().isAfter(lastSeen.plus(settings.hostLostAfter()))) {
        return Optional.empty();
      }
      throw new EngineException.Unreachable(host.healthReason(), null); // known to be away
    }
    try (ContainerEngine engine = engines.connect(EngineAddress.of(host))) {
      return question.apply(engine);
    }
  }
}
