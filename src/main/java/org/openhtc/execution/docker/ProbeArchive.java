package org.openhtc.execution.docker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar archives for a disk probe. */
final class ProbeArchive {
  private ProbeArchive() {}

  /** An image without files. */
  static InputStream empty() {
    return new ByteArrayInputStream(new byte[1024]);
  }

  /** One file of this size, which no file system can compress. */
  static InputStream file(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    ByteArrayOutputStream archive = new ByteArrayOutputStream(size + 4096);
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
      TarArchiveEntry entry = new TarArchiveEntry("probe");
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ByteArrayInputStream(archive.toByteArray());
  }
}
