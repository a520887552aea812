package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.JobNetworks;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.UnpackedService;

/** The session in the README, run as printed, in its own installation. */
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final Pattern PUSHED = Pattern.compile("push refers to repository \\[(.+)]");
  private static final int MINUTES = 5;

  @TempDir Path home;
  private int port;

  @AfterEach
  void stopTheService() throws Exception {
    assertThat(bash("./openhtc", "down").start().waitFor()).isZero();
    removeImages(Files.readString(output()));
    JobNetworks.removeNamedIn(Files.readString(home.resolve("installation/service.log")));
  }

  @Test
  void sessionWorksAsPrinted() throws Exception {
    port = FreePort.find();
    Path script = Files.writeString(home.resolve("session.sh"), session());
    Path output = output();
    Process process =
        bash("bash", "-euo", "pipefail", script.toString()).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    String printed = Files.readString(output);
    assertThat(ended).as(printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed)
        .contains("hello from job 7")
        .contains("\"status\": \"SUCCEEDED\"")
        .contains("SUBMITTED_TO_RESCALE Accepted")
        .contains("{\"group\":\"greetings\"");
  }

  private Path output() {
    return home.resolve("output.txt");
  }

  /** Removes the names of the image that the session pushed. */
  private static void removeImages(String printed) throws IOException {
    Matcher pushed = PUSHED.matcher(printed);
    if (pushed.find()) {
      TestEngine.removeImages(pushed.group(1));
    }
  }

  /** A command with the home directory and port of this test. */
  private ProcessBuilder bash(String... command) {
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("OPENHTC_HOME", home.resolve("installation").toString());
    process.environment().put("OPENHTC_PORT", String.valueOf(port));
    // A recorded start would take longer than the only start here.
    process.environment().put("OPENHTC_JAVA_OPTS", UnpackedService.SHORT_RUN + " -XX:AOTMode=off");
    // A locale that is not installed on most machines.
    process.environment().put("LC_ALL", "tr_TR.UTF-8");
    return process.redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private static String session() throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("README.md")));
    return blocks.results().map(block -> block.group(1)).collect(Collectors.joining("\n"));
  }
}
