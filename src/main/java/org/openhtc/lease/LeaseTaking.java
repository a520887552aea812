package org.openhtc.lease;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Takes free leases for this process. One attempt at a time is made, for all scopes whose lease is
 * requested. The leases of other processes are read at most once per second; a process that finds
 * no free lease writes nothing and locks no rows.
 */
final class LeaseTaking {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Short leases are read more often than once per second. */
  private static final int READS_PER_DURATION = 10;

  private final LeaseStore store;
  private final HeldLeases held;
  private final LongSupplier nanoTime;
  private final long pause;
  private final ReentrantLock turn = new ReentrantLock();
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private volatile HeldElsewhere elsewhere;
  private boolean isOpen = true;

  /**
   * @param scopes held by other processes
   * @param readAt by {@code nanoTime}
   */
  private record HeldElsewhere(Set<String> scopes, long readAt) {}

  LeaseTaking(LeaseStore store, HeldLeases held, Duration duration, LongSupplier nanoTime) {
    this.store = store;
    this.held = held;
    this.nanoTime = nanoTime;
    this.pause = Math.min(LONGEST_PAUSE.toNanos(), duration.toNanos() / READS_PER_DURATION);
    this.elsewhere = new HeldElsewhere(Set.of(), nanoTime.getAsLong() - pause);
  }

  /**
   * Takes the lease if it is free. Returns after an attempt of this or of another thread.
   *
   * @throws org.springframework.dao.DataAccessException in the thread that made an attempt which
   *     failed
   */
  void take(String scope) {
    HeldElsewhere known = elsewhere;
    if (isFresh(known) && known.scopes.contains(scope)) {
      return;
    }
    wanted.add(scope);
    turn.lock();
    try {
      if (isOpen && wanted.contains(scope)) {
        attempt();
      }
    } finally {
      turn.unlock();
    }
  }

  private void attempt() {
    List<String> scopes = List.copyOf(wanted);
    scopes.forEach(wanted::remove);
    if (!isFresh(elsewhere)) {
      long readAt = nanoTime.getAsLong();
      elsewhere = new HeldElsewhere(store.heldElsewhere(), readAt);
    }
    List<String> free = scopes.stream().filter(scope -> !elsewhere.scopes.contains(scope)).toList();
    if (!free.isEmpty()) {
      long sentAt = nanoTime.getAsLong();
      held.add(store.take(free), sentAt);
    }
  }

  private boolean isFresh(HeldElsewhere known) {
    return nanoTime.getAsLong() - known.readAt < pause;
  }

  void open() {
    set(true);
  }

  /** Takes no lease until it is opened again; waits for the running attempt. */
  void close() {
    set(false);
  }

  private void set(boolean open) {
    turn.lock();
    try {
      isOpen = open;
    } finally {
      turn.unlock();
    }
  }
}
