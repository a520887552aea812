package org.openhtc.execution.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.region.Architecture;

class PauseProgramTest {
  @TempDir Path directory;

  @Test
  void programWaitsUntilItIsTerminated() throws IOException, InterruptedException {
    assumeTrue("amd64".equals(System.getProperty("os.arch")), "skipped: another architecture");
    Path program = directory.resolve("pause");
    Files.write(program, PauseProgram.of(Architecture.X86));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Process process = new ProcessBuilder(program.toString()).start();
    await().until(() -> isWaiting(process));
    process.destroy();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** It does so only in the call that waits for the signals, after it has blocked them. */
  private static boolean isWaiting(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.readString(status).contains("State:\tS");
  }

  @Test
  void programIsTiny() {
    assertThat(PauseProgram.of(Architecture.X86)).hasSizeLessThan(200);
    assertThat(PauseProgram.of(Architecture.AARCH64)).hasSizeLessThan(200);
  }

  @Test
  void imageHasOneNamePerContent() {
    assertThat(PauseImage.of(Architecture.X86).name())
        .isEqualTo(PauseImage.of(Architecture.X86).name())
        .isNotEqualTo(PauseImage.of(Architecture.AARCH64).name())
        .matches("openhtc/pause:[0-9a-f]{12}");
  }
}
