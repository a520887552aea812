package org.openhtc.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openhtc.host.Host;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.plan.HostChecks;

/**
 * When a host that suits each demand was last reachable in each region, as far as this process has
 * observed. A host suits a demand if it could run such a job beside no other one. At its first
 * observation a demand counts as suited. Like {@link RegionLiveness} for whole regions.
 */
final class DemandLiveness {
  private record Key(RegionName region, Demand demand) {}

  private final Map<Key, Instant> lastSuited = new HashMap<>();
  private Instant observedAt = Instant.MIN;

  /**
   * @param classes of all waiting jobs; demands of others are forgotten
   * @param hosts of all regions
   */
  void observe(Collection<WaitingClass> classes, Collection<Host> hosts, Instant now) {
    observedAt = now;
    Set<Key> waiting = new HashSet<>();
    classes.forEach(each -> waiting.addAll(keys(each)));
    lastSuited.keySet().retainAll(waiting);
    for (Key key : waiting) {
      lastSuited.putIfAbsent(key, now);
      for (Host host : hosts) {
        if (host.region() == key.region && HostChecks.suits(host, key.demand)) {
          RegionLiveness.lastReachable(host, now)
              .ifPresent(at -> lastSuited.merge(key, at, RegionLiveness::later));
        }
      }
    }
  }

  /** Adds the demands that were never observed, which count as suited now. */
  void add(Collection<WaitingClass> classes, Instant now) {
    classes.forEach(each -> keys(each).forEach(key -> lastSuited.putIfAbsent(key, now)));
  }

  /**
   * Those of the classes for which no region had a reachable suitable host for longer than this
   * time before the last observation.
   */
  List<WaitingClass> unsuitedForLongerThan(Duration time, Collection<WaitingClass> classes) {
    return classes.stream()
        .filter(each -> keys(each).stream().allMatch(key -> isUnsuited(key, time)))
        .toList();
  }

  private boolean isUnsuited(Key key, Duration time) {
    Instant suited = lastSuited.get(key);
    return suited != null && suited.plus(time).isBefore(observedAt);
  }

  private static List<Key> keys(WaitingClass waiting) {
    List<Key> keys = new ArrayList<>();
    waiting.regions().forEach(region -> keys.add(new Key(region, waiting.demand())));
    return keys;
  }
}
