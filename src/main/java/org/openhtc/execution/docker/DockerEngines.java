package org.openhtc.execution.docker;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineConnector;
import org.openhtc.execution.http.CallTimeouts;
import org.openhtc.host.Host;
import org.springframework.stereotype.Component;

/** Connects to Docker engines over a Unix socket, TCP, or TCP with TLS and client certificates. */
@Component
class DockerEngines implements EngineConnector {
  private final Clock clock;
  private final EngineConnection.Shared shared;

  DockerEngines(Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.shared =
        new EngineConnection.Shared(
            new CallTimeouts(), new TlsContexts(), new EngineTimers(meters));
  }

  @Override
  public Host.Kind kind() {
    return Host.Kind.DOCKER;
  }

  @Override
  public ContainerEngine connect(EngineAddress address) {
    return new DockerEngine(EngineConnection.open(address, shared), clock);
  }
}
