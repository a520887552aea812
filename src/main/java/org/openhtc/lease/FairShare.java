package org.openhtc.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Decides which leases this process takes and which it leaves to others, so that all processes hold
 * about as many leases of a kind: those of hosts are spread, and so are those of regions.
 *
 * <p>A process takes no more than its share, and has to release what it holds beyond it while
 * another process holds at least two fewer. A lease that stays free nevertheless is taken by any
 * process and then kept for some time, because the others may be unable to use it. A process that
 * could not use a lease takes it again only after all others had the opportunity.
 */
final class FairShare {
  /** After this time a free lease is taken beyond the share. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The same for a process that released the lease because it was beyond its share. */
  static final Duration LONG_PATIENCE = Duration.ofSeconds(5);

  /** The same for a process that could not use the lease. */
  static final Duration LONGEST_PATIENCE = Duration.ofSeconds(8);

  /** How long a process keeps a lease that all others left. */
  static final Duration MEMORY = Duration.ofMinutes(10);

  /** How long a process leaves a lease to the others that it could not use. */
  static final Duration LONG_MEMORY = Duration.ofHours(1);

  /** A lease that was not requested for this time may be that of a host that was removed. */
  private static final Duration REQUESTED = Duration.ofSeconds(30);

  private final HeldLeases held;
  private final LongSupplier nanoTime;
  private final Map<String, Long> requestedAt = new ConcurrentHashMap<>();
  private final Map<String, Long> releasedAt = new ConcurrentHashMap<>();
  private final Map<String, Long> declinedAt = new ConcurrentHashMap<>();
  private final Map<String, Long> keptSince = new ConcurrentHashMap<>();

  /** Since when a lease is free although this process left it to others. */
  private final Map<String, Long> freeSince = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  FairShare(HeldLeases held, LongSupplier nanoTime) {
    this.held = held;
    this.nanoTime = nanoTime;
  }

  /** This process has a use for the lease. */
  void requested(String scope) {
    if (LeaseKind.isSpread(scope)) {
      requestedAt.put(scope, nanoTime.getAsLong());
    }
  }

  /** This process leaves the lease to others. */
  void released(String scope) {
    long now = nanoTime.getAsLong();
    requested(scope);
    keptSince.remove(scope);
    releasedAt.put(scope, now);
    freeSince.put(scope, now);
  }

  /** This process leaves the lease to others, because it could not use it. */
  void declined(String scope) {
    released(scope);
    declinedAt.put(scope, nanoTime.getAsLong());
  }

  /** Those of the free leases that this process should take now. */
  List<String> choose(Collection<String> free, OtherProcesses others) {
    freeSince.keySet().removeAll(others.scopes());
    List<String> chosen = new ArrayList<>();
    Map<String, Long> room = new HashMap<>();
    for (String scope : free.stream().sorted().toList()) {
      if (others.isEmpty() || !LeaseKind.isSpread(scope)) {
        chosen.add(scope);
      } else if (isWelcome(scope) && takeRoom(room, LeaseKind.of(scope), others)) {
        chosen.add(scope);
      } else if (isLeftByAll(scope)) {
        chosen.add(scope);
        keptSince.put(scope, nanoTime.getAsLong());
      }
    }
    chosen.forEach(freeSince::remove);
    return chosen;
  }

  private boolean isWelcome(String scope) {
    return !isRecent(releasedAt, scope, LONG_PATIENCE) && !isRecent(declinedAt, scope, LONG_MEMORY);
  }

  private boolean takeRoom(Map<String, Long> room, String kind, OtherProcesses others) {
    long left =
        room.computeIfAbsent(
            kind, k -> share(all(k, others).size(), others) - held.scopes(k).size());
    room.put(kind, left - 1);
    return left > 0;
  }

  private boolean isLeftByAll(String scope) {
    long now = nanoTime.getAsLong();
    long since = freeSince.computeIfAbsent(scope, s -> now);
    return now - since >= patience(scope).toNanos();
  }

  private Duration patience(String scope) {
    if (isRecent(declinedAt, scope, LONG_MEMORY)) {
      return LONGEST_PATIENCE;
    }
    return isRecent(releasedAt, scope, LONG_PATIENCE) ? LONG_PATIENCE : PATIENCE;
  }

  /** Whether this process holds more than its share, and the lease is one of those to release. */
  boolean isExcess(String scope, OtherProcesses others) {
    if (others.isEmpty() || !LeaseKind.isSpread(scope) || isKept(scope)) {
      return false;
    }
    String kind = LeaseKind.of(scope);
    Set<String> own = held.scopes(kind);
    long excess = excess(kind, own, others);
    return excess > 0
        && own.stream().filter(each -> each.compareTo(scope) > 0 && !isKept(each)).count() < excess;
  }

  private long excess(String kind, Set<String> own, OtherProcesses others) {
    if (own.size() - others.fewest(kind) < 2) {
      return 0;
    }
    int all = all(kind, others).size();
    long share = share(all, others);
    if (own.size() > share) {
      return own.size() - share;
    }
    boolean areSomeFree = all > own.size() + ofKind(others.scopes(), kind).size();
    return areSomeFree ? 0 : own.size() - all / (others.size() + 1L);
  }

  private static long share(int all, OtherProcesses others) {
    return Math.ceilDiv(all, others.size() + 1L);
  }

  /** All leases of the kind that some process has a use for, as far as this one knows. */
  private Set<String> all(String kind, OtherProcesses others) {
    Set<String> all = new HashSet<>(held.scopes(kind));
    all.addAll(ofKind(others.scopes(), kind));
    requestedAt.keySet().removeIf(scope -> !isRecent(requestedAt, scope, REQUESTED));
    all.addAll(ofKind(requestedAt.keySet(), kind));
    return all;
  }

  private static Set<String> ofKind(Set<String> scopes, String kind) {
    Set<String> found = new HashSet<>();
    for (String scope : scopes) {
      if (LeaseKind.isOf(scope, kind)) {
        found.add(scope);
      }
    }
    return found;
  }

  private boolean isKept(String scope) {
    return isRecent(keptSince, scope, MEMORY);
  }

  private boolean isRecent(Map<String, Long> times, String scope, Duration limit) {
    Long time = times.get(scope);
    return time != null && nanoTime.getAsLong() - time < limit.toNanos();
  }
}
