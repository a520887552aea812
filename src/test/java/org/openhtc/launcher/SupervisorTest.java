package org.openhtc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code supervise.sh} with small scripts in place of the service. */
class SupervisorTest {
  private static final int PORT = 8080;

  @TempDir private Path directory;

  @Test
  void killedServiceIsStartedAgain() throws Exception {
    assertThat(supervise("[ $starts = 2 ] || kill -9 $$")).isZero();
    assertThat(starts()).hasSize(2);
  }

  @Test
  void fileContainsTheProcessOfTheLastStart() throws Exception {
    supervise("[ $starts = 2 ] || kill -9 $$");
    assertThat(pidFile()).hasContent(starts().getLast() + " " + PORT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 130, 143})
  void serviceThatStoppedOrCouldNotStartIsNotStartedAgain(int code) throws Exception {
    assertThat(supervise("exit " + code)).isEqualTo(code);
    assertThat(starts()).hasSize(1);
  }

  @Test
  void restartThatFailsIsTriedAgain() throws Exception {
    assertThat(supervise("[ $starts != 1 ] || kill -9 $$; [ $starts = 3 ]")).isZero();
    assertThat(starts()).hasSize(3);
  }

  @Test
  void serviceThatWasStoppedAfterItsEndIsNotStartedAgain() throws Exception {
    assertThat(supervise("rm service.pid; kill -9 $$")).isEqualTo(128 + 9);
    assertThat(starts()).hasSize(1);
  }

  @Test
  void supervisorEndsWhenAnotherOneHasStartedTheService() throws Exception {
    assertThat(supervise("echo 1 8080 > service.pid; kill -9 $$")).isEqualTo(128 + 9);
    assertThat(starts()).hasSize(1);
    assertThat(pidFile()).hasContent("1 8080");
  }

  /**
   * Runs the supervisor to its end and returns its exit code.
   *
   * @param service the end of a script; {@code $starts} counts the starts
   */
  private int supervise(String service) throws Exception {
    // The supervisor writes the file after the start.
    String script =
        """
        echo $$ >> starts
        starts=$(wc -l < starts)
        until grep -qx "$$ %d" service.pid; do :; done 2> errors
        %s
        """
            .formatted(PORT, service);
    Path supervisor = Path.of("launcher/supervise.sh").toAbsolutePath();
    Process process =
        new ProcessBuilder(
                supervisor.toString(),
                pidFile().toString(),
                String.valueOf(PORT),
                "bash",
                "-c",
                script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private List<String> starts() throws IOException {
    return Files.readAllLines(directory.resolve("starts"));
  }

  private Path pidFile() {
    return directory.resolve("service.pid");
  }
}
