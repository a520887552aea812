package org.openhtc.job.log;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets each user read one log of a host at a time. An engine sends only a few logs at once, so a
 * user with many readers would otherwise make others wait.
 */
final class ReaderTurns {
  /** A user at a host. */
  record Key(String userId, String host) {}

  private static final class Turn {
    final Semaphore permit = new Semaphore(1, true);
    int readers;
  }

  private final Map<Key, Turn> turns = new ConcurrentHashMap<>();

  /**
   * Waits for the user's other reads.
   *
   * @return false if they take longer than the longest wait; then the turn is not taken
   */
  boolean take(Key key, Duration longestWait) {
    Turn turn =
        turns.compute(
            key,
            (k, present) -> {
              Turn joined = present == null ? new Turn() : present;
              joined.readers++;
              return joined;
            });
    boolean isTaken = false;
    try {
      isTaken = turn.permit.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isTaken) {
      leave(key);
    }
    return isTaken;
  }

  void release(Key key) {
    Objects.requireNonNull(turns.get(key)).permit.release();
    leave(key);
  }

  private void leave(Key key) {
    turns.computeIfPresent(key, (k, turn) -> --turn.readers == 0 ? null : turn);
  }
}
