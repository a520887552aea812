package org.openhtc.execution.attempt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.openhtc.execution.engine.ContainerState;

/**
 * The containers for which the engine sent an out-of-memory event. The flag in the engine's own
 * container state is unreliable on cgroup v2 (moby issue 38352), so both sources are used.
 */
public final class OomEvents {
  private static final int REMEMBERED = 10_000;

  private final Set<String> containers =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  /** Called when an event arrives. */
  public void add(String container) {
    containers.add(container);
  }

  /** The state, with out of memory set if there was an event. */
  ContainerState applyTo(ContainerState state) {
    return containers.contains(state.id()) ? state.withOutOfMemory() : state;
  }
}
