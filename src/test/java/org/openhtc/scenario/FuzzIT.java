package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;

/** A short run of {@code src/test/fuzz/fuzz.py}; docs/fuzzing.md describes a long one. */
class FuzzIT {
  private static final Path FUZZ = Path.of("src", "test", "fuzz");
  private static final Path TOOLS = Path.of("target", "fuzz");

  /** The fuzzer reads a stream to its end. */
  private static final String SHORT_STREAMS = "openhtc.streams.longest=1s";

  @Test
  void noRoleReceivesAnErrorOrAResponseThatIsNotDescribed() throws Exception {
    installSchemathesis();
    TestImages.busybox(TestEngine.ENDPOINT);
    try (ServiceProcess service = ServiceProcess.start(SHORT_STREAMS)) {
      Path log = TOOLS.resolve("fuzz.log");
      int exitCode =
          run(
              log,
              TOOLS.resolve("bin/python").toString(),
              FUZZ.resolve("fuzz.py").toString(),
              "http://localhost:%d/api/v1".formatted(service.port()),
              Files.readString(service.home().resolve("api-key")).strip(),
              "--role=user",
              "--role=platform admin",
              "--role=job",
              "--phases=fuzzing",
              "--examples=2");
      String printed = Files.readString(log);
      assertThat(exitCode).as(printed).isZero();
      assertThat(printed).contains("| job | ", "| platform admin | ", "| user | ");
    }
  }

  private static void installSchemathesis() throws IOException, InterruptedException {
    Files.createDirectories(TOOLS);
    Path log = TOOLS.resolve("install.log");
    Assumptions.assumeTrue(
        run(log, "python3", "-m", "venv", TOOLS.toString()) == 0,
        "skipped: no Python with the module venv");
    Assumptions.assumeTrue(
        run(
                log,
                TOOLS.resolve("bin/pip").toString(),
                "install",
                "--quiet",
                "--requirement",
                FUZZ.resolve("requirements.txt").toString())
            == 0,
        "skipped: no Schemathesis from PyPI");
  }

  private static int run(Path log, String... command) throws IOException, InterruptedException {
    File output = log.toFile();
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output)
          .start()
          .waitFor();
    } catch (IOException noSuchProgram) {
      Files.writeString(log, String.valueOf(noSuchProgram.getMessage()));
      return -1;
    }
  }
}
