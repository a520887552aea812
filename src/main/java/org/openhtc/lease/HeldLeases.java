package org.openhtc.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The leases that this process took, with the time until which it may rely on each. That time is
 * measured from before the statement was sent, and by a clock that is never set, so it ends before
 * the lease expires in the database.
 */
final class HeldLeases {
  /** This part of the duration, a tenth, is left for an action that began while it was held. */
  private static final int SAFETY_DIVISOR = 10;

  /**
   * A lease that was not used for this many durations is not renewed: the loop that used it has
   * ended or is blocked, so another process may take it.
   */
  private static final int DURATIONS_UNUSED = 30;

  private final Map<String, Held> byScope = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private final long duration;

  /**
   * @param until by {@code nanoTime}
   * @param usedAt time of the last use
   */
  private record Held(Lease lease, long until, long usedAt) {}

  /**
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  HeldLeases(Duration duration, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.duration = duration.toNanos();
  }

  /** The lease of the scope while it is held; counts as a use of it. */
  Optional<Lease> use(String scope) {
    Held used =
        byScope.computeIfPresent(
            scope, (key, held) -> new Held(held.lease, held.until, nanoTime.getAsLong()));
    return Optional.ofNullable(used).filter(this::isCurrent).map(Held::lease);
  }

  boolean isCurrent(Lease lease) {
    Held held = byScope.get(lease.scope());
    return held != null && held.lease.equals(lease) && isCurrent(held);
  }

  private boolean isCurrent(Held held) {
    return held.until - nanoTime.getAsLong() > 0;
  }

  /**
   * @param sentAt when the statement that took them was sent, or earlier
   */
  void add(Collection<Lease> taken, long sentAt) {
    taken.forEach(lease -> byScope.put(lease.scope(), new Held(lease, until(sentAt), sentAt)));
  }

  /** The leases to be renewed, whether or not they are still current. */
  List<Lease> inUse() {
    byScope.values().removeIf(this::isUnused);
    return byScope.values().stream().map(Held::lease).toList();
  }

  private boolean isUnused(Held held) {
    return nanoTime.getAsLong() - held.usedAt > DURATIONS_UNUSED * duration;
  }

  /**
   * @param tried leases that were to be renewed
   * @param renewed the scopes of those that were renewed; another process has the others
   */
  void update(Collection<Lease> tried, Set<String> renewed, long sentAt) {
    for (Lease lease : tried) {
      if (renewed.contains(lease.scope())) {
        byScope.computeIfPresent(
            lease.scope(),
            (scope, held) ->
                held.lease.equals(lease) ? new Held(lease, until(sentAt), held.usedAt) : held);
      } else {
        remove(lease);
      }
    }
  }

  /** The leases of a kind that are held now. */
  Set<String> scopes(String kind) {
    return byScope.entrySet().stream()
        .filter(entry -> LeaseKind.isOf(entry.getKey(), kind) && isCurrent(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  void remove(Lease lease) {
    byScope.computeIfPresent(
        lease.scope(), (scope, held) -> held.lease.equals(lease) ? null : held);
  }

  void clear() {
    byScope.clear();
  }

  private long until(long sentAt) {
    return sentAt + duration - duration / SAFETY_DIVISOR;
  }
}
