package org.openhtc.execution.attempt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The latest containers of a host for which there was an event of some kind. */
public final class RecentContainers {
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

  /** Whether there was an event; false again after events for 10,000 other containers. */
  public synchronized boolean contains(String container) {
    return containers.contains(container);
  }
}
