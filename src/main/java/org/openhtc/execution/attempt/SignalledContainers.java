package org.openhtc.execution.attempt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The containers of a host to which the engine has sent a signal. They are remembered longer than a
 * session, because an engine that shuts down ends the session, too.
 */
public final class SignalledContainers {
  private static final int REMEMBERED = 10_000;

  private final Set<String> containers =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** Called when an event arrives. */
  public synchronized void add(String container) {
    containers.add(container);
  }

  /** Whether the engine has sent a signal to the container, for any reason. */
  public synchronized boolean contains(String container) {
    return containers.contains(container);
  }
}
