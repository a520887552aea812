package org.openhtc.execution.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openhtc.host.Host;
import org.springframework.stereotype.Component;

/** Connects to the engine of each host by the host's kind. */
@Component
class ConnectorsByKind implements ContainerEngines {
  private final Map<Host.Kind, EngineConnector> connectors = new EnumMap<>(Host.Kind.class);

  ConnectorsByKind(List<EngineConnector> connectors) {
    connectors.forEach(connector -> this.connectors.put(connector.kind(), connector));
  }

  @Override
  public ContainerEngine connect(EngineAddress address) {
    Host.Kind kind = Host.Kind.of(address.endpoint());
    EngineConnector connector = connectors.get(kind);
    if (connector == null) {
      throw new EngineException.Refused("no engine of the kind " + kind);
    }
    return connector.connect(address);
  }
}
