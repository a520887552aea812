package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Unpacking PostgreSQL takes a quarter of a service's first start (2.5 s of 10 s): once is enough.
 */
final class SharedPostgres {
  private static final String DIRECTORY = "pg-binaries";

  private static final Path UNPACKED = Path.of("target", DIRECTORY);

  private SharedPostgres() {}

  /** Makes the service of a home directory use the unpacked programs, or unpack them for all. */
  static void linkFrom(Path home) throws IOException {
    Files.createDirectories(UNPACKED);
    Files.createDirectories(home);
    Path link = home.resolve(DIRECTORY);
    if (Files.notExists(link)) {
      Files.createSymbolicLink(link, UNPACKED.toAbsolutePath());
    }
  }
}
