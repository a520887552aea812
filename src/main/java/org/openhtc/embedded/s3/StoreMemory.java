package org.openhtc.embedded.s3;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openhtc.embedded.http.S3Error;

/** The memory that all requests share for what must be in memory as a whole. */
final class StoreMemory {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int UNIT = 1024;

  private final Semaphore units;
  private final int total;

  StoreMemory(int bytes) {
    this.total = bytes / UNIT;
    this.units = new Semaphore(total, true);
  }

  /** A reservation; closing it returns the memory. */
  interface Reservation extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for memory.
   *
   * @throws S3Error when others use it for too long
   */
  Reservation reserve(long bytes) {
    int count = (int) Math.min(total, bytes / UNIT + 1);
    try {
      if (!units.tryAcquire(count, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw S3Error.slowDown("other requests use the memory");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Error.slowDown("the store is stopping");
    }
    return () -> units.release(count);
  }
}
