package org.openhtc.execution.kubernetes;

import java.time.Clock;
import java.util.Objects;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineConnector;
import org.openhtc.execution.http.CallTimeouts;
import org.openhtc.execution.http.HttpConnections;
import org.openhtc.host.ClusterPlace;
import org.openhtc.host.Host;
import org.openhtc.lease.Installation;
import org.springframework.stereotype.Component;

/** Connects to the API servers of Kubernetes clusters. */
@Component
class KubernetesEngines implements EngineConnector {
  private final Installation installation;
  private final ExecutionSettings settings;
  private final Clock clock;
  private final CallTimeouts timeouts = new CallTimeouts();

  KubernetesEngines(Installation installation, ExecutionSettings settings, Clock clock) {
    this.installation = installation;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Host.Kind kind() {
    return Host.Kind.KUBERNETES;
  }

  @Override
  public ContainerEngine connect(EngineAddress address) {
    ClusterPlace place = Objects.requireNonNullElseGet(address.cluster(), ClusterPlace::byDefault);
    ClusterLogin login = ClusterLogin.of(address.endpoint());
    ApiServer server =
        new ApiServer(
            HttpConnections.toBusyServer(login.address(), timeouts),
            "API server " + login.address().authority(),
            login.base(),
            login.authorization(),
            CallBudget.of(place));
    return new KubernetesEngine(server, place, installation.id(), settings.stopGrace(), clock);
  }
}
