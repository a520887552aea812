package org.openhtc.execution.tracking;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Permits for work in progress, shared by all hosts of the process. Work that takes long waits for
 * its engine and needs no processor, so it moves to permits of its own: engines that do not respond
 * can't stop the work of the others.
 */
final class WorkPermits {
  /** Longer than any call takes on an engine in use at its best rate (0.3 s for a launch). */
  static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  private final Semaphore ordinary;

  /**
   * Held by the one thread that waits for an ordinary permit with a time limit. A queue of many
   * such threads is costly: each that reaches its limit makes the queue walk over all others.
   */
  private final ReentrantLock first = new ReentrantLock(true);

  private final Semaphore slow;
  private final LongSupplier nanoTime;
  private final Set<Permit> held = ConcurrentHashMap.newKeySet();

  /**
   * @param most ordinary work at once
   * @param mostSlow slow work at once, beside the ordinary work
   */
  WorkPermits(int most, int mostSlow) {
    this(most, mostSlow, System::nanoTime);
  }

  WorkPermits(int most, int mostSlow, LongSupplier nanoTime) {
    this.ordinary = new Semaphore(most);
    this.slow = new Semaphore(mostSlow);
    this.nanoTime = nanoTime;
  }

  /** Waits for a permit. The caller releases it at the end of the work. */
  Permit acquire() {
    if (!ordinary.tryAcquire()) {
      first.lock();
      try {
        await();
      } finally {
        first.unlock();
      }
    }
    Permit permit = new Permit(nanoTime.getAsLong());
    held.add(permit);
    return permit;
  }

  private void await() {
    try {
      while (!ordinary.tryAcquire(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        separateSlow();
      }
    } catch (InterruptedException stopping) {
      ordinary.acquireUninterruptibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Frees the ordinary permits of work that became slow. */
  private void separateSlow() {
    long begunBefore = nanoTime.getAsLong() - SLOW.toNanos();
    for (Permit permit : held) {
      if (permit.begun - begunBefore < 0 && !permit.separate()) {
        return;
      }
    }
  }

  /** Held during one piece of work. */
  final class Permit implements AutoCloseable {
    private final long begun;
    private final AtomicBoolean isOrdinary = new AtomicBoolean(true);

    private Permit(long begun) {
      this.begun = begun;
    }

    /** Returns whether there was a permit for slow work, or the work has one or is over. */
    private boolean separate() {
      if (!isOrdinary.get()) {
        return true;
      }
      if (!slow.tryAcquire()) {
        return false;
      }
      Semaphore unused = isOrdinary.compareAndSet(true, false) ? ordinary : slow;
      unused.release();
      return true;
    }

    @Override
    public void close() {
      held.remove(this);
      Semaphore used = isOrdinary.compareAndSet(true, false) ? ordinary : slow;
      used.release();
    }
  }
}
