package org.openhtc.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The free space of the registry's disk. The registry accepts images of any size, and may share its
 * disk with the database: while there is little space, it has to accept none.
 */
final class RegistryDisk {
  private final LongSupplier usable;
  private final long least;

  /**
   * @param usable free bytes
   * @param least free bytes with which images are accepted
   */
  RegistryDisk(LongSupplier usable, long least) {
    this.usable = usable;
    this.least = least;
  }

  static RegistryDisk of(Path directory, long least) {
    return new RegistryDisk(() -> usable(directory), least);
  }

  /**
   * Whether images have to be refused. Once they are, a quarter more space is necessary before they
   * are accepted again, so that the registry is not restarted again and again.
   */
  boolean isLow(boolean wasLow) {
    return usable.getAsLong() < (wasLow ? least + least / 4 : least);
  }

  private static long usable(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
