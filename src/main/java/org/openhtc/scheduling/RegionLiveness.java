package org.openhtc.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openhtc.host.Host;
import org.openhtc.region.RegionName;

/**
 * When a host of each region was last reachable, as far as this process has observed; hosts that
 * were removed since count too. Every process observes all regions, also those that another process
 * leads: jobs of several regions fail only when all of these are down, and each region may have
 * another leader. At the first observation a region counts as up.
 */
final class RegionLiveness {
  private final Map<RegionName, Instant> lastReachable = new EnumMap<>(RegionName.class);
  private Instant observedAt = Instant.MIN;

  /**
   * @param regions that have hosts or waiting jobs; others are forgotten
   */
  void observe(Set<RegionName> regions, Collection<Host> hosts, Instant now) {
    observedAt = now;
    lastReachable.keySet().retainAll(regions);
    regions.forEach(region -> lastReachable.putIfAbsent(region, now));
    for (Host host : hosts) {
      lastReachable(host, now)
          .ifPresent(at -> lastReachable.merge(host.region(), at, RegionLiveness::later));
    }
  }

  /** When the host was last reachable; empty if it never was. */
  static Optional<Instant> lastReachable(Host host, Instant now) {
    return Optional.ofNullable(host.isReady() ? now : host.lastSeenAt());
  }

  static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /**
   * The regions that had no reachable host for longer than this time before the last observation.
   * Time that has passed since then does not count: the machine may have slept meanwhile.
   */
  Set<RegionName> downForLongerThan(Duration time) {
    Set<RegionName> down = EnumSet.noneOf(RegionName.class);
    lastReachable.forEach((region, reachable) -> {
      if (reachable.plus(time).isBefore(observedAt)) {
        down.add(region);
      }
    });
    return down;
  }
}
