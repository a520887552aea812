package org.openhtc.simulation;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers of one engine by id and by name. */
final class ContainerTable {
  private final Map<String, SimulatedContainer> byId = new LinkedHashMap<>();
  private final Map<String, SimulatedContainer> byName = new HashMap<>();

  void add(SimulatedContainer container) {
    byId.put(container.id, container);
    byName.put(container.name, container);
  }

  void remove(SimulatedContainer container) {
    byId.remove(container.id);
    byName.remove(container.name);
  }

  @Nullable SimulatedContainer find(String idOrName) {
    SimulatedContainer found = byId.get(idOrName);
    return found == null ? byName.get(idOrName) : found;
  }

  @Nullable SimulatedContainer named(String name) {
    return byName.get(name);
  }

  Collection<SimulatedContainer> all() {
    return byId.values();
  }

  boolean uses(String image) {
    return byId.values().stream().anyMatch(container -> container.image.equals(image));
  }
}
