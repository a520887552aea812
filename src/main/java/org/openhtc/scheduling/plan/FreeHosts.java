package org.openhtc.scheduling.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;

/**
 * The hosts of one tick, ordered by what they have free. Within a tick the room of a host only
 * shrinks, so a host that did not suit a demand once is not tested for it again: the number of
 * tests grows with the hosts and the placements of each different demand, not with the number of
 * waiting batches.
 */
final class FreeHosts {
  /** The host with the most free vCPUs first, so that jobs spread over the hosts. */
  private static final Comparator<HostRoom> ROOMIEST_FIRST =
      Comparator.comparingLong(HostRoom::vcpus)
          .thenComparingLong(HostRoom::memoryMib)
          .reversed()
          .thenComparing(HostRoom::host);

  /** Jobs with the same key suit the same hosts. */
  private record Key(Demand demand, HostSet allowed) {}

  /** What a search for a host has found out so far. */
  private static final class Search {
    /** The hosts up to this one, in the order of the set, did not fit. */
    private @Nullable HostRoom failed;

    private boolean isExhausted;
  }

  private final Map<Architecture, NavigableSet<HostRoom>> rooms = new EnumMap<>(Architecture.class);
  private final Map<String, HostRoom> byName = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final Map<Key, Search> searches = new HashMap<>();
  private final Set<Key> tooLarge = new HashSet<>();
  private final BiPredicate<HostRoom, Demand> fits;
  private final int size;

  /**
   * @param fits whether a host has room for a demand
   */
  FreeHosts(Collection<HostRoom> hosts, BiPredicate<HostRoom, Demand> fits) {
    this.fits = fits;
    this.size = hosts.size();
    hosts.forEach(this::add);
  }

  /** The fitting host with the most free vCPUs. */
  Optional<HostRoom> choose(Demand demand, HostSet allowed) {
    Search search = searches.computeIfAbsent(new Key(demand, allowed), key -> new Search());
    if (search.isExhausted) {
      return Optional.empty();
    }
    NavigableSet<HostRoom> hosts = of(demand.architecture());
    for (HostRoom room : search.failed == null ? hosts : hosts.tailSet(search.failed, false)) {
      if (room.vcpus() < demand.vcpus()) {
        break;
      }
      if (allowed.contains(room.host()) && fits.test(room, demand)) {
        return Optional.of(room);
      }
      search.failed = room;
    }
    search.isExhausted = true;
    return Optional.empty();
  }

  /** Of the hosts that could take such a job when empty, the one with the most free vCPUs. */
  Optional<HostRoom> largeEnough(Demand demand, HostSet allowed) {
    Key key = new Key(demand, allowed);
    if (tooLarge.contains(key)) {
      return Optional.empty();
    }
    for (HostRoom room : of(demand.architecture())) {
      if (allowed.contains(room.host()) && fits.test(room.empty(), demand)) {
        return Optional.of(room);
      }
    }
    tooLarge.add(key);
    return Optional.empty();
  }

  /** Counts a job on the host. */
  void take(HostRoom room, Demand demand) {
    of(room.architecture()).remove(room);
    add(room.less(demand));
  }

  /** Keeps the host free: no further job is placed on it. */
  void keep(HostRoom room) {
    of(room.architecture()).remove(room);
    kept.add(room.host());
  }

  /** The names of the hosts that are kept free. */
  Set<String> kept() {
    return kept;
  }

  /** The number of hosts, including those that are kept free. */
  int size() {
    return size;
  }

  /** What all hosts have left, including those that are kept free. */
  List<HostRoom> remaining() {
    return List.copyOf(byName.values());
  }

  /** What the host has left; empty if it takes no jobs now. */
  Optional<HostRoom> remaining(String host) {
    return Optional.ofNullable(byName.get(host));
  }

  private void add(HostRoom room) {
    byName.put(room.host(), room);
    of(room.architecture()).add(room);
  }

  private NavigableSet<HostRoom> of(Architecture architecture) {
    return rooms.computeIfAbsent(architecture, a -> new TreeSet<>(ROOMIEST_FIRST));
  }
}
