package org.openhtc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;

/**
 * Runs shell scripts that build and run clients, in a directory below {@code target/}. The
 * directory keeps their downloads for the next run.
 */
final class ClientShell {
  private static final int MINUTES = 5;

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private ClientShell(Path directory) {
    this.directory = directory;
  }

  /**
   * @param port of the service
   * @param home of the service, with the administrator's key
   */
  static ClientShell of(String name, int port, Path home) throws IOException {
    Path directory = Files.createDirectories(Path.of("target", "clients", name).toAbsolutePath());
    ClientShell shell = new ClientShell(directory);
    shell.set("OPENHTC", Path.of("").toAbsolutePath().toString());
    shell.set("OPENHTC_PORT", String.valueOf(port));
    shell.set("OPENHTC_HOME", home.toAbsolutePath().toString());
    shell.set("IMAGE", TestImages.busybox(TestEngine.ENDPOINT));
    shell.set("DOCKER_CONFIG", directory.resolve("docker").toString());
    // The Java programs run for seconds only.
    shell.set("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    shell.set("JAVA_HOME", System.getProperty("java.home"));
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    shell.set("PATH", java + File.pathSeparator + System.getenv("PATH"));
    return shell;
  }

  Path directory() {
    return directory;
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** Skips the test where a program is missing. */
  void require(String... programs) throws IOException {
    for (String program : programs) {
      boolean found = bash("command -v " + program).ended(0);
      Assumptions.assumeTrue(found, "skipped: no " + program);
    }
  }

  /**
   * Runs the commands of a download; skips the test if they fail.
   *
   * @param name such as {@code rescalehtc from PyPI}
   */
  void download(String name, Iterable<String> commands) throws IOException {
    String script = "set -euo pipefail\n" + String.join("\n", commands);
    Outcome outcome = bash(script);
    Assumptions.assumeTrue(
        outcome.ended(0), "skipped: no %s: %s".formatted(name, outcome.lastLine()));
  }

  /** Runs a section of the page as printed and returns its output. */
  String run(PageSection section) throws IOException {
    for (Map.Entry<String, String> file : section.files().entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    return run(section.script());
  }

  /** Returns the output of the script, which must end with exit code 0. */
  String run(String script) throws IOException {
    Outcome outcome = bash("set -euo pipefail\n" + script);
    assertThat(outcome.ended(0)).as(outcome.output()).isTrue();
    return outcome.output();
  }

  private Outcome bash(String script) throws IOException {
    Path file = Files.writeString(directory.resolve("session.sh"), script);
    Path output = directory.resolve("session.log");
    ProcessBuilder command =
        new ProcessBuilder("bash", file.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    command.environment().putAll(environment);
    Process process = command.start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return new Outcome(ended ? process.exitValue() : -1, Files.readString(output));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IOException(e);
    }
  }

  private record Outcome(int exitCode, String output) {
    boolean ended(int code) {
      return exitCode == code;
    }

    String lastLine() {
      return output.lines().reduce((first, second) -> second).orElse("no output");
    }
  }
}
