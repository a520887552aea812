package org.openhtc.execution.query;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openhtc.api.ApiException;

/**
 * Limits how many logs are read from one engine at the same time. An engine that responds slowly or
 * not at all delays only reads of its own host, and not many of them.
 */
final class HostReadPermits {
  private final int perHost;
  private final long longestWaitMillis;

  /** One entry for each host that ever ran a job whose log was read. */
  private final Map<String, Semaphore> permits = new ConcurrentHashMap<>();

  HostReadPermits(int perHost, long longestWaitMillis) {
    this.perHost = perHost;
    this.longestWaitMillis = longestWaitMillis;
  }

  /**
   * @throws ApiException 503 if the host has too many reads already
   */
  <T> T within(String host, Supplier<T> read) {
    Semaphore free = permits.computeIfAbsent(host, name -> new Semaphore(perHost, true));
    if (!isAcquired(free)) {
      throw ApiException.unavailable(
          "Too many logs of host '%s' are being read; try again later.".formatted(host));
    }
    try {
      return read.get();
    } finally {
      free.release();
    }
  }

  private boolean isAcquired(Semaphore free) {
    try {
      return free.tryAcquire(longestWaitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
