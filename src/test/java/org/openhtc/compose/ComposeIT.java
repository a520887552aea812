package org.openhtc.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.testing.Command;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.StorageScript;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;

/**
 * Runs {@code docker-compose.yml}. Takes some minutes, most of them for images, so it is not part
 * of the whole test run: {@code ./openhtc it ComposeIT}.
 */
@Tag("by-name-only")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeIT {
  private static final int JOBS = 10;

  private static final String WRITE_OUTPUT =
      """
      API=$RESCALE_HTC_API_URL
      put "$(url $task out/$AWS_BATCH_JOB_ARRAY_INDEX)" "output of $AWS_BATCH_JOB_ARRAY_INDEX" \
        | grep 200 || exit 1
      sleep 3
      echo "wrote $AWS_BATCH_JOB_ARRAY_INDEX"
      """;

  private ComposedService service;

  @BeforeAll
  void start() throws IOException {
    List<String> program =
        Stream.of("docker compose version", "docker-compose version")
            .filter(ComposeIT::succeeds)
            .map(command -> List.of(command.replace(" version", "").split(" ")))
            .findFirst()
            .orElse(List.of());
    Assumptions.assumeFalse(program.isEmpty(), "skipped: no docker compose");
    Assumptions.assumeTrue(succeeds("debootstrap --version"), "skipped: no debootstrap");
    service = new ComposedService(program);
    service.start();
  }

  @AfterAll
  void stop() throws IOException {
    if (service != null) {
      service.close();
    }
  }

  private static boolean succeeds(String command) {
    try {
      Command.run(Path.of("/"), command.split(" "));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void batchOfAnOwnImageRunsAndSurvivesARestartOfTheService() throws Exception {
    TestTask task = TestTask.in(service.api());
    String image = DockerUser.pushBusybox(task);
    Map<String, Object> definition = script(StorageScript.TOOLS + WRITE_OUTPUT);
    definition.put("imageName", image);
    String batch = task.submit(JOBS, definition);
    task.awaitStatus(batch, 0, "RUNNING");
    service.compose("restart", "openhtc");
    service.awaitReady();
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    for (int index = 0; index < JOBS; index++) {
      assertThat(task.log(batch, index)).endsWith("wrote " + index);
      assertThat(output(task, index)).isEqualTo("output of " + index);
    }
  }

  private static String output(TestTask task, int index) throws Exception {
    String query = "/storage/presigned-url?method=GET&filePath=out/" + index;
    URI url = URI.create(task.api.get(task.path + query).text("url"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    }
  }
}
