package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** How the logs of ended jobs are stored. */
@Scenario
class JobLogsIT {

  @Value("${openhtc.home}")
  Path home;

  @Autowired TestTask task;

  /**
   * The store fails because a file replaces the folder of its bucket. The small log of a shorter
   * job would be stored in the database.
   */
  @Test
  void logStaysInItsContainerWhileTheStoreFails() throws Exception {
    String batch =
        task.submit(
            1,
            script("echo started; sleep 2; until test -e /go; do sleep 0.1; done; echo not lost"));
    task.awaitLine(batch, 0, "started");
    Path bucket = home.resolve("store/objects");
    Path moved = home.resolve("moved-bucket");
    Files.move(bucket, moved);
    Files.createFile(bucket);
    try {
      createFile(batch, "/go");
      task.awaitStatus(batch, 0, "SUCCEEDED");
      assertThat(task.log(batch, 0)).containsExactly("started", "not lost");
      assertThat(containers(batch)).isEqualTo(1);
    } finally {
      Files.delete(bucket);
      Files.move(moved, bucket);
    }
    await().atMost(Timeouts.STEP).until(() -> containers(batch) == 0);
    assertThat(task.log(batch, 0)).containsExactly("started", "not lost");
  }

  @Test
  void logOfEachAttemptCanBeRead() {
    String batch = task.submit("", 1, script("echo attempt $AWS_BATCH_JOB_ATTEMPT; exit 3"), 1);
    task.awaitStatus(batch, 0, "FAILED");
    String logs = task.path + "/jobs/" + batch + ":0/logs";
    assertThat(messages(logs)).containsExactly("attempt 2");
    assertThat(messages(logs + "?attempt=2")).containsExactly("attempt 2");
    assertThat(messages(logs + "?attempt=1")).containsExactly("attempt 1");
    assertThat(task.api.get(logs + "?attempt=3").status()).isEqualTo(404);
  }

  private List<String> messages(String path) {
    return task.api.get(path).body().path("items").findValuesAsString("message");
  }

  @Test
  void endOfALongLogIsKeptWithANoteOfTheTruncation() {
    String batch =
        task.submit(
            1,
            script("head -c 20000000 /dev/zero | tr '\\0' x | fold -w 1000; echo; echo the end"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    await().atMost(Timeouts.STEP).until(() -> containers(batch) == 0);
    String logs = task.path + "/jobs/" + batch + ":0/logs?pageSize=1";
    assertThat(line(task.api.get(logs + "&sort=asc")))
        .isEqualTo("[Cut: only the last 16777216 bytes of this log are kept.]");
    assertThat(line(task.api.get(logs))).isEqualTo("the end");
  }

  private static String line(ApiResponse page) {
    return page.body().at("/items/0/message").asString();
  }

  /** Creates a file in the container of the batch's only job. */
  private static void createFile(String batch, String file) throws Exception {
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      String container = list(docker, batch).getFirst().getId();
      String exec = docker.execCreateCmd(container).withCmd("touch", file).exec().getId();
      docker.execStartCmd(exec).exec(new ResultCallback.Adapter<Frame>()).awaitCompletion();
    }
  }

  private static int containers(String batch) {
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      return list(docker, batch).size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Container> list(DockerClient docker, String batch) {
    return docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(ContainerLabels.JOB, batch + ":0"))
        .exec();
  }
}
