package org.openhtc.embedded.s3;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.s3.StoreMemory.Reservation;

/**
 * The space of one write, announced in steps while its content arrives. A slow write, or one that
 * never continues, keeps only one step from others. Not thread-safe.
 */
final class WriteSpace implements Reservation {
  /** As many writes as an owner may make at the same time announce 2 GiB together. */
  static final long STEP = 8 << 20;

  private final DiskReserve disk;
  private final long length;
  private long written;

  /** What is announced: the bytes from the end of the previous step on. */
  private long step;

  private long endOfStep;

  /**
   * @throws S3Error 507 if the disk has too little space for the content now
   */
  WriteSpace(DiskReserve disk, long length) throws IOException {
    this.disk = disk;
    this.length = length;
    announce(Math.min(STEP, length), length);
  }

  /**
   * The content goes through this stream, which announces it.
   *
   * @return a stream whose writes throw {@link S3Error} 507 if others have used the space
   */
  OutputStream into(OutputStream content) {
    return new FilterOutputStream(content) {
      @Override
      public void write(int one) throws IOException {
        advance(1);
        out.write(one);
      }

      @Override
      public void write(byte[] some, int from, int count) throws IOException {
        advance(count);
        out.write(some, from, count);
      }
    };
  }

  private void advance(int count) throws IOException {
    written += count;
    if (written > endOfStep) {
      close();
      long left = length - endOfStep;
      announce(Math.max(written - endOfStep, Math.min(STEP, left)), 0);
    }
  }

  private void announce(long next, long all) throws IOException {
    disk.announce(next, Math.max(0, all - next));
    step = next;
    endOfStep += next;
  }

  @Override
  public void close() {
    disk.withdraw(step);
    step = 0;
  }
}
