package org.openhtc.embedded.http;

import java.time.Duration;

/**
 * The longest time for the transfer of a document, from the creation of this object on. It is for
 * documents that are in memory as a whole until the transfer has ended; at most 4 MiB.
 */
public final class TransferLimit {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final long end = System.nanoTime() + LONGEST.toNanos();

  /**
   * Called for each piece.
   *
   * @throws S3Error when the time is over
   */
  public void check() {
    if (System.nanoTime() - end > 0) {
      throw S3Error.tooSlow();
    }
  }
}
