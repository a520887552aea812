package org.openhtc.execution.kubernetes;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process has observed of pods, beyond their present state. Forgets the oldest ones,
 * which only costs a read, or gives a problem more time.
 */
final class ObservedPods {
  /** Some MiB of memory. */
  private static final int MOST_ENDED = 20_000;

  /** The largest {@code max-pods}: a list would else find each pod forgotten since the last one. */
  static final int MOST_DELAYED = 100_000;

  /** Pods that have ended. They never leave that state, so they can be removed without a read. */
  private final Map<String, Boolean> ended = new LinkedHashMap<>();

  /** When a pod was first seen to wait because of a problem that may pass. */
  private final Map<String, Instant> delayed = new LinkedHashMap<>();

  /** Remembers the pod if it has ended. */
  synchronized void observe(Pod pod) {
    if (pod.isOver() && pod.isKept()) {
      ended.put(pod.id(), true);
      limit(ended, MOST_ENDED);
    }
  }

  /** Forgets the pod; returns whether it was known to have ended. */
  synchronized boolean remove(Pod.Id id) {
    delayed.remove(id.toString());
    return ended.remove(id.toString()) != null;
  }

  /**
   * Since when the pod waits because of a problem that may pass. A problem that comes back counts
   * from the first time on.
   */
  synchronized Instant delayedSince(Pod pod, Instant now) {
    if (!PodStates.isDelayed(pod)) {
      return now;
    }
    Instant first = delayed.putIfAbsent(pod.id(), now);
    limit(delayed, MOST_DELAYED);
    return first == null ? now : first;
  }

  private static void limit(Map<String, ?> pods, int most) {
    if (pods.size() > most) {
      pods.remove(pods.keySet().iterator().next());
    }
  }
}
