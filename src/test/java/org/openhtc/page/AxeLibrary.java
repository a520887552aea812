package org.openhtc.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The checks for accessibility of the npm package {@code axe-core}, kept below {@code target/}. */
final class AxeLibrary {
  private static final String VERSION = "4.14.1";
  private static final Path DIRECTORY = Path.of("target", "axe-" + VERSION).toAbsolutePath();
  private static final Path SCRIPT = DIRECTORY.resolve("package/axe.min.js");

  private static final String RUN =
      """
      axe.run(document).then((result) => result.violations
        .map((rule) => rule.id + ': ' + rule.nodes.map((node) => node.html).join(' '))
        .join('\\n'))
      """;

  private final String script;

  private AxeLibrary(String script) {
    this.script = script;
  }

  /** Skips the test where the library cannot be downloaded. */
  static AxeLibrary read() throws IOException {
    if (!Files.exists(SCRIPT)) {
      Files.createDirectories(DIRECTORY);
      Assumptions.assumeTrue(download(), "skipped: no axe-core from the npm registry");
    }
    return new AxeLibrary(Files.readString(SCRIPT));
  }

  /** What the present view violates, with the elements; empty if it violates nothing. */
  String violations(Browser browser) {
    Map<String, Object> parameters =
        Map.of("expression", script + ";" + RUN, "awaitPromise", true, "returnByValue", true);
    Map<String, Object> response = browser.driver.executeCdpCommand("Runtime.evaluate", parameters);
    Map<?, ?> result = (Map<?, ?>) Objects.requireNonNull(response.get("result"));
    return String.valueOf(result.get("value"));
  }

  private static boolean download() throws IOException {
    String commands = "npm pack --silent axe-core@%s && tar xzf axe-core-*.tgz".formatted(VERSION);
    Process process =
        new ProcessBuilder("bash", "-c", commands)
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(DIRECTORY.resolve("download.log").toFile())
            .start();
    try {
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
