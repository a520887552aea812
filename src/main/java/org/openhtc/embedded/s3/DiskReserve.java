package org.openhtc.embedded.s3;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.openhtc.embedded.http.S3Error;

/**
 * Keeps a part of the disk free for what else needs it: the database may be on it. A write in
 * progress announces its next bytes before it writes them, so all writes together leave that part.
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
   * Begins a write.
   *
   * @param length of the content, in bytes
   * @throws S3Error 507 if the disk has too little space for the content now
   */
  WriteSpace begin(long length) throws IOException {
    return new WriteSpace(this, length);
  }

  /**
   * Announces the next bytes of a write, until they are withdrawn.
   *
   * @param further bytes that are not announced, but have to be free
   * @throws S3Error 507 if the disk would have too little space
   */
  void announce(long next, long further) throws IOException {
    long all = announced.addAndGet(next);
    boolean fits = false;
    try {
      fits = disk.bytes() - all - further >= bytes;
    } finally {
      if (!fits) {
        withdraw(next);
      }
    }
    if (!fits) {
      throw S3Error.of(
          507, "InsufficientStorage", "The disk of the store has not enough space for this.");
    }
  }

  /** The bytes are on the disk, or will not be written. */
  void withdraw(long next) {
    announced.addAndGet(-next);
  }
}
