package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The ahead-of-time cache of the service's classes. With it a start takes half the CPU time: 6 s
 * instead of 12 s. To record it takes as long as some starts, and a test run starts twenty.
 */
final class RecordedStart {
  private RecordedStart() {}

  /**
   * Starts the service once, and ends it regularly, upon which Java writes the cache. There is none
   * if that takes too long.
   *
   * @param flags of the Java machine, which must be the same for processes that use the cache
   */
  static void record(Path jar, Path cache, List<String> flags) throws IOException {
    Path home = Files.createTempDirectory("openhtc-recorded");
    SharedPostgres.linkFrom(home);
    int port = FreePort.find();
    List<String> command = new ArrayList<>(List.of(UnpackedService.java()));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + cache,
            "-Djava.io.tmpdir=" + home,
            "-jar",
            jar.toString(),
            "--server.port=" + port,
            "--openhtc.home=" + home,
            "--openhtc.bootstrap-api-key=recorded-administrator-key-0123456789",
            "--openhtc.registry.program=no-registry",
            "--openhtc.hosts[0].name=nowhere",
            "--openhtc.hosts[0].endpoint=tcp://127.0.0.1:1"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("service.log").toFile())
            .start();
    try {
      await().atMost(Timeouts.MANY_JOBS).until(() -> isReady(port));
      process.destroy();
      if (!process.waitFor(Timeouts.MANY_JOBS)) {
        Files.deleteIfExists(cache);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      FileSystemUtils.deleteRecursively(home);
    }
  }

  private static boolean isReady(int port) {
    try {
      return ApiClient.at(port).withoutBasePath().status("/actuator/health/readiness") == 200;
    } catch (UncheckedIOException noResponse) {
      return false;
    }
  }
}
