package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** The packaged service, unpacked as the launcher does it: it starts in two thirds of the time. */
public final class UnpackedService {
  private static final Path PACKED =
      Path.of(System.getProperty("openhtc.jar", "target/openhtc.jar"));

  private static final Path APP = TestFork.path("service-process");

  private static @Nullable Path unpacked;

  private UnpackedService() {}

  /** The program to run; skips the test where the service is not packaged. */
  public static synchronized Path jar() throws IOException {
    Assumptions.assumeTrue(
        Files.isRegularFile(PACKED), "skipped: no packaged service at " + PACKED);
    if (unpacked == null) {
      FileSystemUtils.deleteRecursively(APP);
      Command.run(
          Path.of("."),
          java(),
          "-Djarmode=tools",
          "-jar",
          PACKED.toString(),
          "extract",
          "--destination",
          APP.toString());
      unpacked = APP.resolve(PACKED.getFileName());
    }
    return unpacked;
  }

  /**
   * The first process that ends regularly writes an archive of its classes, by which later ones
   * start faster.
   */
  public static List<String> quickStart() {
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + APP.resolve("classes.jsa"));
  }

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
