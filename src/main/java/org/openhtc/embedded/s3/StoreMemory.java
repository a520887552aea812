package org.openhtc.embedded.s3;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.embedded.http.S3Error;

/**
 * The memory that all requests share for what must be in memory as a whole. The requests of one
 * owner's keys use at most a quarter of it, so they do not keep it from others.
 */
final class StoreMemory {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int OWNERS = 4;

  private final long total;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition released = lock.newCondition();
  private final Map<String, Long> byOwner = new HashMap<>();
  private long used;

  StoreMemory(int bytes) {
    this.total = bytes;
  }

  /** A reservation; closing it returns what was reserved. */
  interface Reservation extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for memory.
   *
   * @param bytes what is needed; if it exceeds the owner's part, that part is reserved
   * @throws S3Error when others, or other requests of the owner, use it for too long
   */
  Reservation reserve(String owner, long bytes) {
    long part = Math.min(bytes, total / OWNERS);
    lock.lock();
    try {
      long left = LONGEST_WAIT.toNanos();
      while (!isFree(owner, part)) {
        if (left <= 0) {
          throw S3Error.slowDown("other requests use the memory");
        }
        left = released.awaitNanos(left);
      }
      add(owner, part);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Error.slowDown("the store is stopping");
    } finally {
      lock.unlock();
    }
    return () -> release(owner, part);
  }

  private boolean isFree(String owner, long bytes) {
    return used + bytes <= total && byOwner.getOrDefault(owner, 0L) + bytes <= total / OWNERS;
  }

  private void release(String owner, long bytes) {
    lock.lock();
    try {
      add(owner, -bytes);
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(String owner, long bytes) {
    used += bytes;
    byOwner.merge(owner, bytes, Long::sum);
    byOwner.remove(owner, 0L);
  }
}
