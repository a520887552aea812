package org.openhtc.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The memory of this process for work whose size a client determines. The parts of a workspace and
 * of a user are limited, so that no workspace can use the whole budget and none of its users can
 * use the workspace's part. Of the waiting requests, the one whose workspace uses least is first.
 */
@Component
public class MemoryBudget {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final long total;
  private final Duration longestWait;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Long> used = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private long usedByAll;

  @Autowired
  MemoryBudget(MemorySettings settings) {
    this(settings.budget().toBytes(), settings.longestWait());
  }

  /**
   * @param total in bytes
   * @param longestWait for a part
   */
  public MemoryBudget(long total, Duration longestWait) {
    this.total = total;
    this.longestWait = longestWait;
  }

  /** The longest wait for a part. */
  public Duration longestWait() {
    return longestWait;
  }

  /** A part of the budget, which its user returns by closing it. */
  public interface Lease extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a part of the budget; waits for it if necessary.
   *
   * @param bytes the work's need; if it exceeds the user's part of the budget, that part is taken
   * @throws ApiException 503 if the part does not become free in time
   */
  public Lease take(Caller caller, long bytes) {
    long part = Math.min(bytes, total / 4);
    Waiter waiter =
        new Waiter(
            "user " + caller.userId(),
            "workspace " + caller.workspaceId(),
            part,
            lock.newCondition());
    lock.lock();
    try {
      waiters.add(waiter);
      grant();
      if (!isGrantedInTime(waiter)) {
        waiters.remove(waiter);
        grant();
        throw ApiException.unavailable(
            "Too many large requests or reads of logs are in progress; try again later.", RETRY);
      }
      return () -> giveBack(waiter);
    } finally {
      lock.unlock();
    }
  }

  private boolean isGrantedInTime(Waiter waiter) {
    long left = longestWait.toNanos();
    try {
      while (waiters.contains(waiter) && left > 0) {
        left = waiter.granted.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !waiters.contains(waiter);
  }

  /**
   * Grants the parts that fit. A request that waits for its own user's or workspace's other
   * requests is passed over. One that waits for the budget itself is not, because small requests
   * could otherwise delay it without end.
   */
  private void grant() {
    while (true) {
      Waiter next =
          waiters.stream()
              .filter(this::isWithinShares)
              .min(Comparator.comparingLong(waiter -> usedBy(waiter.workspace)))
              .orElse(null);
      if (next == null || usedByAll + next.bytes > total) {
        return;
      }
      waiters.remove(next);
      add(next, next.bytes);
      next.granted.signal();
    }
  }

  private boolean isWithinShares(Waiter waiter) {
    return usedBy(waiter.user) + waiter.bytes <= total / 4
        && usedBy(waiter.workspace) + waiter.bytes <= total / 2;
  }

  private void giveBack(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.isOpen) {
        waiter.isOpen = false;
        add(waiter, -waiter.bytes);
        grant();
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(Waiter waiter, long bytes) {
    usedByAll += bytes;
    for (String key : List.of(waiter.user, waiter.workspace)) {
      long now = usedBy(key) + bytes;
      if (now == 0) {
        used.remove(key);
      } else {
        used.put(key, now);
      }
    }
  }

  private long usedBy(String key) {
    return used.getOrDefault(key, 0L);
  }

  /** A request for a part, compared by identity. */
  private static final class Waiter {
    final String user;
    final String workspace;
    final long bytes;
    final Condition granted;
    boolean isOpen = true;

    Waiter(String user, String workspace, long bytes, Condition granted) {
      this.user = user;
      this.workspace = workspace;
      this.bytes = bytes;
      this.granted = granted;
    }
  }
}
