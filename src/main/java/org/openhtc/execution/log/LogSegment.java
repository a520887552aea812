package org.openhtc.execution.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.openhtc.job.log.LogFormat;

/** Some lines of a log that are compressed together, in memory, while they arrive. */
final class LogSegment {
  /** Uncompressed size from which a segment gets no further lines. */
  static final int FULL = 128 << 10;

  private static final int BUFFER = 4096;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final GZIPOutputStream zip;
  private int plainBytes;

  LogSegment() {
    try {
      zip = new GZIPOutputStream(bytes, BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no errors
    }
  }

  void add(byte[] timestamp, byte[] text) {
    try {
      LogFormat.write(zip, timestamp, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    plainBytes += timestamp.length + text.length + LogFormat.SEPARATORS;
  }

  boolean isFull() {
    return plainBytes >= FULL;
  }

  /** The size of its lines without compression, time stamps included. */
  int plainBytes() {
    return plainBytes;
  }

  /** Frees the compressor and returns the segment as one gzip member. */
  byte[] finish() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
