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
 * Access to the engines of hosts: over the connection of the host's agent, or over a connection for
 * one request where the agent runs in another process.
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
   * The result of the request. Empty also for a host that was removed, or has been unreachable for
   * so long that its jobs were returned to the queue.
   *
   * @throws EngineException if the engine is unreachable now
   */
  <T> Optional<T> call(String host, Function<ContainerEngine, Optional<T>> request) {
    Optional<ContainerEngine> connected = agents.engine(host);
    return connected.isPresent()
        ? request.apply(connected.get())
        : hosts.find(host).flatMap(found -> callOverNewConnection(found, request));
  }

  private <T> Optional<T> callOverNewConnection(
      Host host, Function<ContainerEngine, Optional<T>> request) {
    Instant lastSeen = host.lastSeenAt();
    if (host.health() == HostHealth.UNREACHABLE && lastSeen != null) {
      if (clock.instant().isAfter(lastSeen.plus(settings.hostLostAfter()))) {
        return Optional.empty();
      }
      // The agent has found it unreachable, so a connection would only fail after its time limit.
      throw new EngineException.Unreachable(host.healthReason(), null);
    }
    try (ContainerEngine engine = engines.connect(EngineAddress.of(host))) {
      return request.apply(engine);
    }
  }
}
