package org.openhtc.execution.engine;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Connects to {@link FakeContainerEngine}s; one that is not added or not reachable is refused. */
public final class FakeContainerEngines implements ContainerEngines {
  private final Map<URI, FakeContainerEngine> engines = new ConcurrentHashMap<>();

  public FakeContainerEngines with(String endpoint, FakeContainerEngine engine) {
    engines.put(URI.create(endpoint), engine);
    return this;
  }

  @Override
  public ContainerEngine connect(EngineAddress address) {
    FakeContainerEngine engine = engines.get(address.endpoint());
    if (engine == null) {
      throw new EngineException.Unreachable("no fake engine at " + address.endpoint(), null);
    }
    engine.facts();
    return engine;
  }
}
