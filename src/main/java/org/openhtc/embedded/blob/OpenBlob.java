package org.openhtc.embedded.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An object that is being read; it keeps its content when the key is replaced or deleted. */
public final class OpenBlob implements AutoCloseable {
  private final FileChannel file;
  private final BlobInfo info;

  private OpenBlob(FileChannel file, BlobInfo info) {
    this.file = file;
    this.info = info;
  }

  static OpenBlob of(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new OpenBlob(file, BlobFile.read(file));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  public BlobInfo info() {
    return info;
  }

  /** The whole content. */
  public InputStream content() {
    return range(0, info.size());
  }

  /**
   * A part of the content.
   *
   * @param first position of its first byte
   * @param length number of its bytes; the range must be within the content
   */
  public InputStream range(long first, long length) {
    return new Range(first, first + length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private final class Range extends InputStream {
    private long position;
    private final long end;

    Range(long position, long end) {
      this.position = position;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position >= end) {
        return -1;
      }
      int wanted = (int) Math.min(length, end - position);
      int count = file.read(ByteBuffer.wrap(target, offset, wanted), position);
      position += Math.max(count, 0);
      return count;
    }
  }
}
