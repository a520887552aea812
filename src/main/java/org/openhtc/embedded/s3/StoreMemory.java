package org.openhtc.embedded.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.embedded.http.S3Error;

/**
 * The memory that all requests share for what must be in memory as a whole. The requests of one
 * owner's keys use at most a quarter of it, so they do not keep it from others. Requests are served
 * in their order, except that no request waits for others of an owner whose quarter is used up.
 */
final class StoreMemory {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int OWNERS = 4;

  private final long total;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition released = lock.newCondition();
  private final Map<String, Long> byOwner = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private long used;

  /** A request that waits; equal only to itself. */
  private static final class Waiting {
    private final String owner;
    private final long bytes;

    Waiting(String owner, long bytes) {
      this.owner = owner;
      this.bytes = bytes;
    }
  }

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
    Waiting request = new Waiting(owner, Math.min(bytes, total / OWNERS));
    lock.lock();
    try {
      waiting.add(request);
      await(request);
      add(owner, request.bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Error.slowDown("the store is stopping");
    } finally {
      waiting.remove(request);
      released.signalAll(); // the next one may have room, too
      lock.unlock();
    }
    return () -> release(owner, request.bytes);
  }

  /** How many requests wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void await(Waiting request) throws InterruptedException {
    long left = LONGEST_WAIT.toNanos();
    while (!isNext(request)) {
      if (left <= 0) {
        throw S3Error.slowDown("other requests use the memory");
      }
      left = released.awaitNanos(left);
    }
  }

  private boolean isNext(Waiting request) {
    for (Waiting first : waiting) {
      if (first == request) {
        break;
      }
      if (first.owner.equals(request.owner) || hasPart(first)) {
        return false;
      }
    }
    return hasPart(request) && used + request.bytes <= total;
  }

  private boolean hasPart(Waiting request) {
    return byOwner.getOrDefault(request.owner, 0L) + request.bytes <= total / OWNERS;
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
