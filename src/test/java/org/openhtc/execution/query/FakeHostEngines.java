package org.openhtc.execution.query;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.openhtc.execution.engine.ContainerEngine;

/** Engines of hosts without agents. */
final class FakeHostEngines extends HostEngines {
  private final Map<String, ContainerEngine> engines = new HashMap<>();

  @SuppressWarnings("NullAway") // The superclass is not used.
  FakeHostEngines() {
    super(null, null, null, null, null);
  }

  FakeHostEngines with(String host, ContainerEngine engine) {
    engines.put(host, engine);
    return this;
  }

  @Override
  <T> Optional<T> call(String host, Function<ContainerEngine, Optional<T>> request) {
    return Optional.ofNullable(engines.get(host)).flatMap(request);
  }
}
