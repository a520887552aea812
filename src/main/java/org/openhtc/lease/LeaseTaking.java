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
  private final FairShare share;
  private final LongSupplier nanoTime;
  private final long pause;
  private final ReentrantLock turn = new ReentrantLock();
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private volatile Known known;
  private boolean isOpen = true;

  /**
   * @param readAt by {@code nanoTime}
   */
  private record Known(OtherProcesses others, long readAt) {}

  LeaseTaking(
      LeaseStore store,
      HeldLeases held,
      FairShare share,
      Duration duration,
      LongSupplier nanoTime) {
    this.store = store;
    this.held = held;
    this.share = share;
    this.nanoTime = nanoTime;
    this.pause = Math.min(LONGEST_PAUSE.toNanos(), duration.toNanos() / READS_PER_DURATION);
    this.known = new Known(OtherProcesses.NONE, nanoTime.getAsLong() - pause);
  }

  /**
   * Takes the lease if it is free and part of this process's share. Returns after an attempt of
   * this or of another thread.
   *
   * @throws org.springframework.dao.DataAccessException in the thread that made an attempt which
   *     failed
   */
  void take(String scope) {
    share.requested(scope);
    Known last = known;
    if (isFresh(last) && last.others.scopes().contains(scope)) {
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
    if (!isFresh(known)) {
      refresh();
    }
    OtherProcesses others = known.others;
    List<String> free =
        share.choose(
            scopes.stream().filter(scope -> !others.scopes().contains(scope)).toList(), others);
    if (!free.isEmpty()) {
      long sentAt = nanoTime.getAsLong();
      held.add(store.take(free), sentAt);
    }
  }

  private boolean isFresh(Known last) {
    return nanoTime.getAsLong() - last.readAt < pause;
  }

  /** Reads the other processes and their leases. */
  void refresh() {
    long readAt = nanoTime.getAsLong();
    known = new Known(store.others(), readAt);
  }

  /** The other processes as last read. */
  OtherProcesses others() {
    return known.others;
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
