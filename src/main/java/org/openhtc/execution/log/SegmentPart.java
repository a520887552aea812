package org.openhtc.execution.log;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.openhtc.storage.ObjectContent;

/**
 * One compressed segment of a log that is to be stored.
 *
 * @param length in bytes
 * @param read reads it into memory
 */
record SegmentPart(int length, Supplier<byte[]> read) {
  static SegmentPart of(byte[] gzip) {
    return new SegmentPart(gzip.length, () -> gzip);
  }

  /** The parts as one object; only one of them is in memory at a time. */
  static ObjectContent content(List<SegmentPart> parts) {
    long length = parts.stream().mapToLong(SegmentPart::length).sum();
    return new ObjectContent(length, () -> stream(parts.iterator()));
  }

  private static InputStream stream(Iterator<SegmentPart> parts) {
    return new SequenceInputStream(
        new java.util.Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return parts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream(parts.next().read().get());
          }
        });
  }
}
