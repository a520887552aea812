package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

/** Jobs whose images are in the registry of their project. */
@Scenario
class OwnImagesIT {

  @Autowired ApiClient api;
  @Autowired TestTask task;
  private String registry;
  private DockerUser docker;

  @BeforeEach
  void aTaskWithARepository() {
    DockerUser.needsRegistry();
    registry = task.project() + "/container-registry";
    assertThat(api.post(registry + "/repo/team/app", "").status()).isEqualTo(200);
    docker = DockerUser.of(api, task.projectId().toString());
  }

  @AfterEach
  void close() throws IOException {
    if (docker != null) {
      docker.close();
    }
  }

  @Test
  void pushedImageRuns() {
    docker.push(TestImages.BUSYBOX, "team/app", "1");
    String batch = task.submit(3, runs("team/app:1", "echo from the registry"));
    task.awaitCounts(Map.of("SUCCEEDED", 3));
    assertThat(task.log(batch, 2)).containsExactly("from the registry");
  }

  @Test
  void movedTagChangesNoSubmittedBatch() {
    docker.push(TestImages.BUSYBOX, "team/app", "1");
    String held = task.submit("", 1, runs("team/app:1", "exit 0"), 0);
    docker.push(TestImages.unknownUser(TestEngine.ENDPOINT), "team/app", "1");
    String moved = task.submit("", 1, runs("team/app:1", "exit 0"), 0);
    task.awaitStatus(held, 0, "SUCCEEDED");
    assertThat(task.awaitStatus(moved, 0, "FAILED").get("statusReason").asString())
        .contains("nosuch");
  }

  @Test
  void removedTagDoesNotStopASubmittedBatch() {
    docker.push(TestImages.BUSYBOX, "team/app", "1");
    String batch = task.submit(1, runs("team/app:1", "exit 0"));
    assertThat(task.api.delete(registry + "/images/team/app:1").status()).isEqualTo(204);
    task.awaitStatus(batch, 0, "SUCCEEDED");
  }

  @Test
  void imageHasToBeThereForTheJobsArchitecture() {
    docker.push(TestImages.foreign(TestEngine.ENDPOINT), "team/app", "arm");
    Map<String, Object> arm = runs("team/app:arm", "true");
    assertThat(refused(arm)).contains("imageName", "team/app:arm", "arm64", "X86");
    arm.put("architecture", "AARCH64");
    task.submit(1, arm);
    task.cancel();
    assertThat(refused(runs("team/app:2", "true"))).contains("[1]", "imageName", "team/app:2");
    assertThat(refused(runs("team/app", "true"))).contains("imageName", "'team/app'");
  }

  private String refused(Map<String, Object> definition) {
    Map<String, Object> good = TestTask.script("true");
    ApiResponse response =
        task.post(
            "", List.of(Map.of("htcJobDefinition", good), Map.of("htcJobDefinition", definition)));
    assertThat(response.status()).isEqualTo(400);
    assertThat(task.counts().getOrDefault("SUBMITTED_TO_RESCALE", 0)).isZero();
    return response.sentence();
  }

  private static Map<String, Object> runs(String image, String script) {
    Map<String, Object> definition = TestTask.script(script);
    definition.put("imageName", image);
    return definition;
  }
}
