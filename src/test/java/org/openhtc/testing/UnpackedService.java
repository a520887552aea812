package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The packaged service, unpacked by the launcher with a recorded start: it then starts in a third
 * of the time. All JVMs of a test run share it.
 */
public final class UnpackedService {
  private static final Path PACKED =
      Path.of(System.getProperty("openhtc.jar", "target/openhtc.jar"));

  private static final Path HOME = Path.of("target", "service-process").toAbsolutePath();
  private static final Path APP = HOME.resolve("app");

  /** Flags of the Java machine for short runs. */
  public static final String SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static @Nullable Path unpacked;

  private UnpackedService() {}

  /** The program to run; skips the test where the service is not packaged. */
  public static synchronized Path jar() throws IOException {
    Assumptions.assumeTrue(
        Files.isRegularFile(PACKED), "skipped: no packaged service at " + PACKED);
    if (unpacked == null) {
      unpacked = unpackOnce();
    }
    return unpacked;
  }

  /** The first JVM unpacks it, while the others wait. */
  private static Path unpackOnce() throws IOException {
    Path locked = HOME.resolveSibling("service-process.lock");
    try (FileChannel channel =
            FileChannel.open(locked, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      Command.run(
          Path.of("."),
          "env",
          "OPENHTC_HOME=" + HOME,
          "JAVA_HOME=" + System.getProperty("java.home"),
          "OPENHTC_JAVA_OPTS=" + SHORT_RUN,
          "./openhtc",
          "build");
    }
    return APP.resolve(PACKED.getFileName());
  }

  /** The flags with which {@link #jar} starts faster. */
  public static List<String> quickStart() throws IOException {
    jar();
    List<String> flags = new ArrayList<>(List.of(SHORT_RUN.split(" ")));
    flags.add("--enable-native-access=ALL-UNNAMED");
    try (DirectoryStream<Path> recorded = Files.newDirectoryStream(APP, "start-*.aot")) {
      for (Path cache : recorded) {
        if (Files.size(cache) > 0) {
          flags.add("-XX:AOTCache=" + cache);
        }
      }
    }
    return flags;
  }

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
