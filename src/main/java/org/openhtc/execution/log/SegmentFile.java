package org.openhtc.execution.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last segments of a log in a temporary file. The place of a dropped segment is used again, so
 * the file is little larger than the log's limit. It disappears when it is closed, also when the
 * process is killed.
 */
final class SegmentFile implements AutoCloseable {
  /**
   * A segment in the file.
   *
   * @param plainBytes its size without compression
   */
  private record Place(int slot, int length, int plainBytes) {}

  /** A full segment, the line that filled it, and what compression may add to both. */
  private static final int SLOT = LogSegment.FULL + LogLinePieces.MAX_BYTES + (8 << 10);

  private final long limit;
  private final FileChannel file;
  private final Deque<Place> kept = new ArrayDeque<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private long plainBytes;
  private int slots;
  private boolean isCut;

  /**
   * @param limit uncompressed size up to which the last segments are kept, and one more
   */
  SegmentFile(long limit) {
    this.limit = limit;
    try {
      this.file =
          FileChannel.open(
              Files.createTempFile("openhtc-log", ".gz"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends a segment, and drops the oldest ones that are not needed any more. */
  void add(byte[] gzip, int plain) {
    int slot = free.isEmpty() ? slots++ : free.removeFirst();
    write(gzip, (long) slot * SLOT);
    kept.addLast(new Place(slot, gzip.length, plain));
    plainBytes += plain;
    while (plainBytes - kept.getFirst().plainBytes() >= limit) {
      Place dropped = kept.removeFirst();
      plainBytes -= dropped.plainBytes();
      free.addLast(dropped.slot());
      isCut = true;
    }
  }

  /** The uncompressed size of all kept segments. */
  long plainBytes() {
    return plainBytes;
  }

  /** The length of the file; less of it is in use where segments are smaller than their places. */
  long length() {
    return (long) slots * SLOT;
  }

  /** Whether a segment was dropped. */
  boolean isCut() {
    return isCut;
  }

  /** The kept segments, oldest first; each is read when it is used. */
  List<SegmentPart> parts() {
    List<SegmentPart> parts = new ArrayList<>();
    kept.forEach(place -> parts.add(new SegmentPart(place.length(), () -> read(place))));
    return parts;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(byte[] content, long position) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes, position + bytes.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] read(Place place) {
    ByteBuffer bytes = ByteBuffer.allocate(place.length());
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, (long) place.slot() * SLOT + bytes.position()) < 0) {
          throw new IOException("the temporary file of a log is too short");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.array();
  }
}
