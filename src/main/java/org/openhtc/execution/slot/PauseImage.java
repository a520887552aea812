package org.openhtc.execution.slot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.openhtc.digest.Sha256;
import org.openhtc.region.Architecture;

/**
 * The image of slots. Its only file is {@code /pause}. Its name contains its hash, so an engine
 * imports it once per version.
 *
 * @param name such as {@code openhtc/pause:0123456789ab}
 * @param archive in the format of tar
 */
record PauseImage(String name, byte[] archive) {
  static PauseImage of(Architecture architecture) {
    byte[] archive = archive(PauseProgram.of(architecture));
    return new PauseImage("openhtc/pause:" + Sha256.hex(archive).substring(0, 12), archive);
  }

  private static byte[] archive(byte[] program) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
      TarArchiveEntry entry = new TarArchiveEntry("pause");
      entry.setSize(program.length);
      entry.setMode(0555);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(program);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive.toByteArray();
  }
}
