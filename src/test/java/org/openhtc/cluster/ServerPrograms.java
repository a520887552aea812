package org.openhtc.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs of Kubernetes that {@code src/test/kubernetes/build.sh} has built.
 *
 * @param directory of the programs
 */
record ServerPrograms(Path directory) {

  /** Skips the test if the program was not built. */
  static ServerPrograms with(String program) throws IOException {
    ServerPrograms programs = new ServerPrograms(built());
    Assumptions.assumeTrue(
        Files.isExecutable(programs.directory.resolve(program)),
        "skipped: no %s in %s; ./openhtc test-kubernetes builds it"
            .formatted(program, programs.directory));
    return programs;
  }

  private static Path built() throws IOException {
    String cache =
        System.getenv()
            .getOrDefault(
                "OPENHTC_KUBERNETES_CACHE",
                System.getProperty("user.home") + "/.cache/openhtc-kubernetes");
    try {
      MessageDigest versions = MessageDigest.getInstance("SHA-256");
      versions.update(Files.readAllBytes(Path.of("src/test/kubernetes/go.sum")));
      versions.update(Files.readAllBytes(Path.of("src/test/kubernetes/kwok/go.sum")));
      return Path.of(cache, HexFormat.of().formatHex(versions.digest()).substring(0, 12));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts a program whose output is appended to a file of its name.
   *
   * @param home its working directory, with the file
   */
  Process start(Path home, String program, String... arguments) throws IOException {
    return startAny(home, directory.resolve(program).toString(), arguments);
  }

  /** Starts a program of the machine in the same way. */
  static Process startAny(Path home, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Path log = home.resolve(Path.of(program).getFileName() + ".log");
    return new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Kills the process, and returns when it has ended. */
  static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }
}
