package org.openhtc.scheduling;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.openhtc.host.Host;
import org.openhtc.region.RegionName;

/**
 * When a host of each region last answered, as far as this process has seen; a host that was
 * removed since is remembered too. Every process looks, whether it leads a region or not: jobs of
 * several regions fail only when all of these are down, and each may have another leader. Who looks
 * for the first time takes a region for up.
 */
final class LastAnswers {
  private final Map<RegionName, Instant> answers = new EnumMap<>(RegionName.class);

  /**
   * @param regions those that matter; the others are forgotten
   */
  void look(Set<RegionName> regions, Collection<Host> hosts, Instant now) {
    answers.keySet().retainAll(regions);
    regions.forEach(region -> answers.putIfAbsent(region, now));
    for (Host host : hosts) {
      Instant answer = host.isReady() ? now : host.lastSeenAt();
      if (answer != null) {
        answers.merge(host.region(), answer, (one, other) -> one.isAfter(other) ? one : other);
      }
    }
  }

  /** The regions whose hosts were all silent since before then. */
  Set<RegionName> silentSince(Instant then) {
    Set<RegionName> silent = EnumSet.noneOf(RegionName.class);
    answers.forEach((region, answer) -> {
      if (answer.isBefore(then)) {
        silent.add(region);
      }
    });
    return silent;
  }
}
