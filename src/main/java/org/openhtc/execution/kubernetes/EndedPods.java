package org.openhtc.execution.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pods that have ended, as the watch, a list or a read has shown. A pod never leaves that
 * state, so a pod that is known here can be removed without another read. Forgets the oldest ones,
 * which only costs that read.
 */
final class EndedPods {
  /** Some MiB of memory. */
  private static final int MOST = 20_000;

  private final Map<String, Boolean> ids = new LinkedHashMap<>();

  /** Remembers the pod if it has ended. */
  synchronized void observe(Pod pod) {
    if (!pod.isOver() || !pod.isKept()) {
      return;
    }
    ids.put(pod.id(), true);
    if (ids.size() > MOST) {
      ids.remove(ids.keySet().iterator().next());
    }
  }

  /** Forgets the pod; returns whether it was known. */
  synchronized boolean remove(Pod.Id id) {
    return ids.remove(id.toString()) != null;
  }
}
