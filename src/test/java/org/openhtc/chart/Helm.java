package org.openhtc.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openhtc.testing.Command;
import org.openhtc.testing.TestFork;

/** Runs the program {@code helm}: the one that the module for tests builds, else any. */
record Helm(String program) {
  static final String CHART = "charts/openhtc";

  /** Skips the test if there is no such program. */
  static Helm find() throws IOException {
    Helm helm =
        Stream.of(built().toString(), "helm")
            .map(Helm::new)
            .filter(Helm::isThere)
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(
        helm != null, "skipped: no helm; src/test/kubernetes/helm/build.sh builds it");
    return helm;
  }

  /** The file that the script builds. */
  private static Path built() throws IOException {
    String cache =
        System.getenv()
            .getOrDefault(
                "OPENHTC_KUBERNETES_CACHE",
                System.getProperty("user.home") + "/.cache/openhtc-kubernetes");
    try {
      byte[] versions = Files.readAllBytes(Path.of("src/test/kubernetes/helm/go.sum"));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(versions);
      return Path.of(cache, "helm-" + HexFormat.of().formatHex(hash).substring(0, 12), "helm");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isThere() {
    try {
      run("version");
      return true;
    } catch (IOException absent) {
      return false;
    }
  }

  /** Returns the output; throws an exception with the output if the program failed. */
  String run(String... arguments) throws IOException {
    Path home = Files.createDirectories(TestFork.path("helm-home")).toAbsolutePath();
    List<String> command = new ArrayList<>(List.of("env", "HOME=" + home, program));
    command.addAll(List.of(arguments));
    return Command.run(Path.of("."), command.toArray(String[]::new));
  }

  /** The chart with the values of a file in {@code ci/}. */
  String template(String values, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "template",
                "openhtc",
                CHART,
                "--namespace",
                "openhtc",
                "--values",
                CHART + "/ci/" + values));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }
}
