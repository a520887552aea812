package org.openhtc.execution.attempt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.openhtc.execution.engine.ContainerState;

/**
 * Remembers which containers the engine's events named as out of memory. The engine's own flag is
 * unreliable on cgroup v2 (moby issue 38352), so the event is a second witness.
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

  public void sawOutOfMemory(String container) {
    containers.add(container);
  }

  /** The state with what was seen added. */
  ContainerState testify(ContainerState state) {
    return containers.contains(state.id()) ? state.withOutOfMemory() : state;
  }
}
