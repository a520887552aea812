package org.openhtc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit in {@code ops/systemd}, checked by the program {@code systemd-analyze}. */
class SystemdUnitTest {
  private static final Path UNIT = Path.of("ops/systemd/openhtc.service");
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  /** Tenths of systemd's exposure level; a unit without any protection has 96. */
  private static final int EXPOSURE = 25;

  @TempDir private Path directory;

  @Test
  void unitIsValid() throws Exception {
    assertThat(analyze("verify", unitWithAProgramOfThisMachine())).isEmpty();
  }

  @Test
  void serviceIsExposedToLittle() throws Exception {
    String report =
        analyze(
            "security",
            unitWithAProgramOfThisMachine(),
            "--offline=yes",
            "--no-pager",
            "--threshold=" + EXPOSURE);
    assertThat(report).contains("Overall exposure level");
  }

  /** The test fails if the unit names a program that does not exist. */
  private String unitWithAProgramOfThisMachine() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path copy = directory.resolve("openhtc.service");
    Files.writeString(copy, Files.readString(UNIT).replace("/usr/bin/java", java));
    return copy.toString();
  }

  /** The output; the test fails if the exit code is not 0. */
  private static String analyze(String... arguments) throws Exception {
    assumeThat(ANALYZE).as("skipped: no systemd-analyze").exists();
    List<String> command = new ArrayList<>(List.of(ANALYZE.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
