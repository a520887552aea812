package org.openhtc.execution.slot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.Slot;

/**
 * The slots that one process made on one host under one lease, and the container that has each of
 * them. A slot has one container at a time. Calls no engine.
 */
final class SlotPool {
  private static final Duration UNUSED_FOR = Duration.ofMinutes(10);

  /** Longer than any creation and start may take. */
  private static final Duration LONGEST_LAUNCH = Duration.ofMinutes(10);

  private final Clock clock;
  private final PoolSize size = new PoolSize();
  private final Map<String, PooledSlot> slots = new LinkedHashMap<>();

  SlotPool(Clock clock) {
    this.clock = clock;
  }

  /** Forgets all slots: they belong to an earlier epoch of the lease. */
  synchronized void clear() {
    slots.clear();
  }

  /** Processors and memory in MiB of the host limit the number of slots. */
  synchronized void host(int cores, long memoryMib) {
    size.host(cores, memoryMib);
  }

  synchronized void add(Slot slot) {
    slots.put(slot.name(), new PooledSlot(slot, clock.instant()));
  }

  /**
   * The slot for a container. Prefers one of the same project, then an unused one, then one that
   * has rested long enough after jobs of another project; of several, the one that has been free
   * for the longest time. A container that has a slot already is launched again: it keeps the slot,
   * which counts as a further use, so that the end of the earlier launch frees nothing.
   */
  synchronized Optional<NetworkPlace.Joined> take(UUID project, String container) {
    Instant now = clock.instant();
    size.requested(now);
    Optional<PooledSlot> found = heldBy(container).or(() -> free(project, now));
    if (found.isEmpty() && slots.values().stream().anyMatch(pooled -> pooled.isKeptFrom(project))) {
      size.missed(now);
    }
    found.ifPresent(pooled -> pooled.take(project, container, now));
    return found.map(PooledSlot::place);
  }

  private Optional<PooledSlot> free(UUID project, Instant now) {
    return slots.values().stream()
        .filter(pooled -> pooled.isOpenTo(project, now))
        .min(
            Comparator.<PooledSlot>comparingInt(pooled -> preference(pooled, project))
                .thenComparing(pooled -> pooled.freeSince));
  }

  private static int preference(PooledSlot pooled, UUID project) {
    if (pooled.project == null) {
      return 1;
    }
    return pooled.project.equals(project) ? 0 : 2;
  }

  /**
   * The launch of the container failed. Has no effect if it has no slot, or was launched before:
   * its earlier container may exist, so only a list can show that the slot is free.
   */
  synchronized void giveBack(String container) {
    heldBy(container)
        .filter(pooled -> !pooled.isRetaken)
        .ifPresent(pooled -> free(pooled, clock.instant()));
  }

  /**
   * A container has ended.
   *
   * @param use as in its label; has no effect if it is not the present use of a slot
   */
  synchronized void ended(String use) {
    slots.values().stream()
        .filter(pooled -> !pooled.isFree() && pooled.place().label().equals(use))
        .findFirst()
        .ifPresent(pooled -> free(pooled, clock.instant()));
  }

  private void free(PooledSlot pooled, Instant now) {
    pooled.free(now);
    size.ended(now);
  }

  /** Forgets the free slots, so that no container can take them, and returns them. */
  synchronized List<Slot> removeFree() {
    List<Slot> free =
        slots.values().stream().filter(PooledSlot::isFree).map(pooled -> pooled.slot).toList();
    free.forEach(slot -> slots.remove(slot.name()));
    return free;
  }

  /** The slot of the container is gone. */
  synchronized void lost(String container) {
    heldBy(container).ifPresent(pooled -> slots.remove(pooled.slot.name()));
  }

  synchronized boolean contains(String slotName) {
    return slots.containsKey(slotName);
  }

  /** The use of the slot; null if the slot is free or not in this pool. */
  synchronized @Nullable String use(String slotName) {
    PooledSlot pooled = slots.get(slotName);
    return pooled == null || pooled.isFree() ? null : pooled.place().label();
  }

  synchronized boolean needsMore() {
    return size.needsMore(slots.size(), busy(), clock.instant());
  }

  /** Forgets worn and unused slots, so that no container can take them and they can be removed. */
  synchronized void discard() {
    Instant now = clock.instant();
    List<PooledSlot> idle =
        slots.values().stream()
            .filter(PooledSlot::isFree)
            .sorted(Comparator.comparing(pooled -> pooled.freeSince))
            .toList();
    int excess = slots.size() - size.wanted(busy(), now);
    for (PooledSlot pooled : idle) {
      if (pooled.isWorn() || (excess > 0 && pooled.hasRested(UNUSED_FOR, now))) {
        slots.remove(pooled.slot.name());
        excess--;
      }
    }
  }

  /**
   * Compares the pool with the engine's list: forgets slots that do not run, and frees those whose
   * container has ended. A list does not contain what happened after it was requested.
   */
  synchronized void reconcile(SlotList listed, Instant requestedAt) {
    slots
        .values()
        .removeIf(pooled ->
            pooled.addedAt.isBefore(requestedAt) && !listed.isRunning(pooled.slot.name()));
    Instant now = clock.instant();
    slots.values().stream()
        .filter(pooled -> !pooled.isFree() && pooled.takenAt.isBefore(requestedAt))
        .filter(pooled -> hasEnded(pooled, listed, requestedAt))
        .forEach(pooled -> free(pooled, now));
  }

  private static boolean hasEnded(PooledSlot pooled, SlotList listed, Instant requestedAt) {
    if (listed.isUsed(pooled.slot.name())) {
      pooled.holderWasListed = true;
      return false;
    }
    // Its container ended, or was removed, or is not created yet.
    return listed.hasEnded(pooled.place().label())
        || pooled.holderWasListed
        || requestedAt.isAfter(pooled.takenAt.plus(LONGEST_LAUNCH));
  }

  private Optional<PooledSlot> heldBy(String container) {
    return slots.values().stream().filter(p -> container.equals(p.holder)).findFirst();
  }

  private int busy() {
    return (int) slots.values().stream().filter(pooled -> !pooled.isFree()).count();
  }
}
