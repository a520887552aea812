package org.openhtc.embedded.s3;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.s3.StoreMemory.Reservation;

/**
 * Keeps a part of the disk free for what else needs it: the database may be on it. Writes in
 * progress count with their whole length, because they were checked when the space was still free.
 */
final class DiskReserve {
  private final UsableSpace disk;
  private final long bytes;
  private final AtomicLong announced = new AtomicLong();

  /** The free space of a disk. */
  @FunctionalInterface
  interface UsableSpace {
    /** In bytes. */
    long bytes() throws IOException;
  }

  /**
   * @param bytes that writes must leave
   */
  DiskReserve(UsableSpace disk, long bytes) {
    this.disk = disk;
    this.bytes = bytes;
  }

  /**
   * Announces a write, until the result is closed.
   *
   * @param length of the content, in bytes
   * @throws S3Error 507 if the disk would have too little space
   */
  Reservation announce(long length) throws IOException {
    long all = announced.addAndGet(length);
    boolean fits = false;
    try {
      fits = disk.bytes() - all >= bytes;
    } finally {
      if (!fits) {
        announced.addAndGet(-length);
      }
    }
    if (!fits) {
      throw S3Error.of(
          507, "InsufficientStorage", "The disk of the store has not enough space for this.");
    }
    return () -> announced.addAndGet(-length);
  }
}
