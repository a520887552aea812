package org.openhtc.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged service, unpacked as the launcher does it: it starts in two thirds of the time. All
 * JVMs of a test run share it, with its {@link RecordedStart}.
 */
public final class UnpackedService {
  private static final Path PACKED =
      Path.of(System.getProperty("openhtc.jar", "target/openhtc.jar"));

  private static final Path APP = Path.of("target", "service-process").toAbsolutePath();
  private static final Path CACHE = APP.resolve("classes.aot");

  /** Names the build that is unpacked. */
  private static final Path BUILD = APP.resolve("build");

  private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

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
    Path jar = APP.resolve(PACKED.getFileName());
    Path locked = APP.resolveSibling("service-process.lock");
    String build = Files.getLastModifiedTime(PACKED) + " " + Files.size(PACKED);
    try (FileChannel channel =
            FileChannel.open(locked, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      boolean isDone = Files.exists(BUILD) && Files.readString(BUILD).equals(build);
      if (!isDone && lock.isValid()) {
        FileSystemUtils.deleteRecursively(APP);
        unpack();
        RecordedStart.record(jar, CACHE, FLAGS);
        Files.writeString(BUILD, build);
      }
    }
    return jar;
  }

  private static void unpack() throws IOException {
    Command.run(
        Path.of("."),
        java(),
        "-Djarmode=tools",
        "-jar",
        PACKED.toString(),
        "extract",
        "--destination",
        APP.toString());
  }

  /** The flags with which {@link #jar} starts faster. */
  public static List<String> quickStart() throws IOException {
    jar();
    List<String> flags = new ArrayList<>(FLAGS);
    if (Files.exists(CACHE)) {
      flags.add("-XX:AOTCache=" + CACHE);
    }
    return flags;
  }

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
