package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.RunningContainers;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The effect of a vCPU limit on the jobs of a project, as measured at the engine. */
@ServiceTest
class LimitedProjectIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @LocalServerPort int port;
  @Autowired Regions regions;
  private TestTask task;
  private String limits;

  @BeforeEach
  void aTask() {
    TestImages.busybox(TestEngine.ENDPOINT);
    // A region without hosts that precedes the hosts' region: the limit does not depend on it.
    regions.ensureEnabled(RegionName.AWS_EU_WEST_1);
    task = TestTask.in(ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY));
    limits = task.path.substring(0, task.path.indexOf("/tasks/")) + "/limits";
  }

  @AfterEach
  void cancelAllJobs() {
    task.cancel();
  }

  @Test
  void limitOfFourVcpusNeverHasMoreThanFourJobsRunning() {
    limit(4);
    String batch = task.submit(100, script("sleep 0.1"));
    try (RunningContainers running = RunningContainers.ofBatch(TestEngine.ENDPOINT, batch)) {
      task.awaitCounts(Map.of("SUCCEEDED", 100), PATIENCE);
      assertThat(running.samples()).as("samples taken").isGreaterThan(20);
      assertThat(running.most())
          .as("maximum at the same time, measured at the engine")
          .isBetween(1, 4);
      assertThat(task.events(batch, 99))
          .extracting(event -> event.get("status").asString())
          .containsExactly(
              "SUBMITTED_TO_RESCALE",
              "SUBMITTED_TO_PROVIDER",
              "RUNNABLE",
              "STARTING",
              "RUNNING",
              "SUCCEEDED");
    }
  }

  @Test
  void raisedLimitLetsMoreJobsRunAtOnce() {
    String id = limit(1);
    String batch = task.submit(16, script("sleep 2"));
    try (RunningContainers running = RunningContainers.ofBatch(TestEngine.ENDPOINT, batch)) {
      await().atMost(PATIENCE).until(() -> running.most() == 1);
      assertThat(task.api.patch(limits + "/" + id, "{\"vCPUs\":4}").status()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> running.most() == 4);
      task.awaitCounts(Map.of("SUCCEEDED", 16), PATIENCE);
      assertThat(running.most()).isEqualTo(4);
    }
  }

  @Test
  void heldJobsHaveAReasonAndContinueWhenTheLimitIsDeleted() {
    limit(0);
    String batch = task.submit(3, script("true"));
    awaitReason(batch, "Held by the project's limit of 0 vCPUs");
    assertThat(task.counts()).isEqualTo(Map.of("SUBMITTED_TO_RESCALE", 3));
    assertThat(task.api.delete(limits).status()).isEqualTo(204);
    task.awaitCounts(Map.of("SUCCEEDED", 3), PATIENCE);
  }

  @Test
  void batchThatFitsItsLimitIsAdmittedAsAWhole() {
    limit(3);
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    task.submit(4, definition);
    task.submit(3, definition);
    task.awaitCounts(Map.of("SUBMITTED_TO_RESCALE", 4, "RUNNABLE", 3), PATIENCE);
  }

  @Test
  void loweredLimitHoldsJobsThatAreQueuedAlready() {
    String batch = task.submit(24, script("sleep 1"));
    task.awaitStatus(batch, 0, "RUNNING");
    limit(1);
    awaitReason(batch, "Held by the project's limit of 1 vCPUs");
    await()
        .atMost(PATIENCE)
        .until(() -> task.counts().getOrDefault("SUCCEEDED", 0) > 8 && live() <= 1);
    assertThat(task.api.delete(limits).status()).isEqualTo(204);
    task.awaitCounts(Map.of("SUCCEEDED", 24), PATIENCE);
  }

  @Test
  void heldJobsCanBeCancelled() {
    limit(0);
    String batch = task.submit(3, script("true"));
    task.cancel();
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 3));
    List<JsonNode> events = task.events(batch, 2);
    assertThat(events.getLast().get("userCancelledEvent").asBoolean()).isTrue();
    assertThat(events)
        .extracting(event -> event.get("status").asString())
        .containsExactly("SUBMITTED_TO_RESCALE", "FAILED");
  }

  private int live() {
    Map<String, Integer> counts = task.counts();
    return counts.getOrDefault("STARTING", 0) + counts.getOrDefault("RUNNING", 0);
  }

  private void awaitReason(String batch, String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          List<JsonNode> jobs = task.api.all(task.path + "/jobs");
          assertThat(jobs.getLast().get("statusReason").asString()).as(batch).isEqualTo(reason);
        });
  }

  private String limit(int vcpus) {
    ApiResponse answer =
        task.api.post(limits, "{\"modifierRole\":\"PROJECT_ADMIN\",\"vCPUs\":%d}".formatted(vcpus));
    assertThat(answer.status()).as(answer.sentence()).isEqualTo(201);
    return answer.body().get("id").asString();
  }
}
