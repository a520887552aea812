package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;

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
    TestImages.busybox(TestEngine.ENDPOINT);
    Process installation = installSchemathesis(); // while the service starts
    try (ServiceProcess service = ServiceProcess.start(SHORT_STREAMS)) {
      Assumptions.assumeTrue(
          installation.waitFor() == 0,
          "skipped: no Python with the module venv, or no Schemathesis from PyPI");
      Path log = TOOLS.resolve("fuzz.log");
      int exitCode =
          start(
                  log,
                  TOOLS.resolve("bin/python").toString(),
                  FUZZ.resolve("fuzz.py").toString(),
                  "http://localhost:%d/api/v1".formatted(service.port()),
                  Files.readString(service.home().resolve("api-key")).strip(),
                  "--role=user",
                  "--role=platform admin",
                  "--role=job",
                  "--phases=fuzzing",
                  "--examples=2")
              .waitFor();
      String output = Files.readString(log);
      assertThat(exitCode).as(output).isZero();
      assertThat(output).contains("| job | ", "| platform admin | ", "| user | ");
    }
  }

  private static Process installSchemathesis() throws IOException {
    Files.createDirectories(TOOLS);
    return start(
        TOOLS.resolve("install.log"),
        "sh",
        "-c",
        "python3 -m venv $0 && $0/bin/pip install --quiet --requirement $1",
        TOOLS.toString(),
        FUZZ.resolve("requirements.txt").toString());
  }

  private static Process start(Path log, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
