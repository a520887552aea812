package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The unpacked PostgreSQL, shared by all services of a test run: unpacking takes a quarter of the
 * first start of a service (2.5 s of 10 s).
 */
final class SharedPostgres {
  private static final String DIRECTORY = "pg-binaries";

  private static final Path UNPACKED = Path.of("target", DIRECTORY);

  private SharedPostgres() {}

  /** Links the shared directory from a home directory; the first service unpacks into it. */
  static void linkFrom(Path home) throws IOException {
    Files.createDirectories(UNPACKED);
    Files.createDirectories(home);
    Path link = home.resolve(DIRECTORY);
    if (Files.notExists(link)) {
      Files.createSymbolicLink(link, UNPACKED.toAbsolutePath());
    }
  }
}
