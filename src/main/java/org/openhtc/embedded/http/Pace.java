package org.openhtc.embedded.http;

/** Refuses transfers that are slower than the minimum rate. */
public final class Pace {
  private final StoreLimits limits;
  private long windowStart = System.nanoTime();
  private long bytes;

  public Pace(StoreLimits limits) {
    this.limits = limits;
  }

  /**
   * Counts transferred bytes.
   *
   * @throws S3Error when a whole window was slower than the minimum rate
   */
  public void add(int count) {
    bytes += count;
    long elapsed = System.nanoTime() - windowStart;
    if (elapsed >= limits.rateWindow().toNanos()) {
      if (bytes < limits.minimumRate() * elapsed / 1_000_000_000L) {
        throw S3Error.tooSlow();
      }
      windowStart += elapsed;
      bytes = 0;
    }
  }
}
