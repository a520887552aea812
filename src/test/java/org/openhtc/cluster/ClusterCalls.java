package org.openhtc.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the calls to the API server. */
final class ClusterCalls {
  private final Map<ClusterCall, Integer> counts = new HashMap<>();
  private int changes;
  private int wholeObjects;

  synchronized void add(ClusterCall call) {
    counts.merge(call, 1, Integer::sum);
  }

  synchronized void change() {
    changes++;
  }

  /** How many changes were sent to clients that watch. */
  synchronized int changes() {
    return changes;
  }

  synchronized void wholeObject() {
    wholeObjects++;
  }

  /** How many responses to changes had more than the metadata of the object. */
  synchronized int wholeObjects() {
    return wholeObjects;
  }

  synchronized Set<ClusterCall> kinds() {
    return Set.copyOf(counts.keySet());
  }

  /** By verb and resource. */
  synchronized Map<String, Integer> counts() {
    Map<String, Integer> byKind = new TreeMap<>();
    counts.forEach(
        (call, count) -> byKind.merge(call.verb() + " " + call.resource(), count, Integer::sum));
    return byKind;
  }

  synchronized void reset() {
    counts.clear();
  }
}
