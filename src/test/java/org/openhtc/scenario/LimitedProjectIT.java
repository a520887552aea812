package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.RunningContainers;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** How a vCPU limit affects the jobs of a project, by the containers of the engine. */
@Scenario
class LimitedProjectIT {
  /** Three times as many as the host runs at once, which has four vCPUs per processor. */
  private static final int MANY = 12 * Runtime.getRuntime().availableProcessors();

  @Autowired Regions regions;
  @Autowired ObjectProvider<TestTask> tasks;
  private TestTask task;
  private String limits;

  @BeforeEach
  void aProjectWithoutLimits() {
    // A region without a host, before the hosts' region in order, must not affect the limit.
    regions.ensureEnabled(RegionName.AWS_EU_WEST_1);
    task = tasks.getObject(); // its project may use the regions that are enabled now
    limits = task.project() + "/limits";
  }

  @Test
  void limitOfFourVcpusNeverHasMoreThanFourJobsRunning() {
    limit(4);
    String batch = task.submit(40, script("sleep 0.1"));
    try (RunningContainers running = RunningContainers.ofBatch(TestEngine.ENDPOINT, batch)) {
      task.awaitCounts(Map.of("SUCCEEDED", 40), Timeouts.MANY_JOBS);
      assertThat(running.samples()).as("samples taken").isGreaterThan(20);
      assertThat(running.maximum()).as("containers at once").isBetween(1, 4);
      assertThat(task.events(batch, 39))
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
    String batch = task.submit(9, script("sleep 600"));
    try (RunningContainers running = RunningContainers.ofBatch(TestEngine.ENDPOINT, batch)) {
      awaitAtOnce(running, 1);
      assertThat(task.api.patch(limits + "/" + id, "{\"vCPUs\":4}").status()).isEqualTo(200);
      awaitAtOnce(running, 4);
      task.awaitReason(batch, 8, "Held by the project's limit of 4 vCPUs");
      assertThat(running.maximum()).isEqualTo(4);
    }
  }

  @Test
  void heldJobsHaveTheReasonAndRunWhenTheLimitIsDeleted() {
    limit(0);
    String batch = task.submit(3, script("true"));
    task.awaitReason(batch, 2, "Held by the project's limit of 0 vCPUs");
    assertThat(task.counts()).isEqualTo(Map.of("SUBMITTED_TO_RESCALE", 3));
    assertThat(task.api.delete(limits).status()).isEqualTo(204);
    task.awaitCounts(Map.of("SUCCEEDED", 3));
  }

  @Test
  void batchThatFitsItsLimitIsAdmittedAsAWhole() {
    limit(3);
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    task.submit(4, definition);
    task.submit(3, definition);
    task.awaitCounts(Map.of("SUBMITTED_TO_RESCALE", 4, "RUNNABLE", 3));
  }

  @Test
  void loweredLimitHoldsJobsThatAreAlreadyQueued() {
    String batch = task.submit(MANY, script("sleep 4"));
    await().atMost(Timeouts.STEP).until(() -> live() > 0 || task.counts().containsKey("SUCCEEDED"));
    limit(1);
    task.awaitReason(batch, MANY - 1, "Held by the project's limit of 1 vCPUs");
    await()
        .atMost(Timeouts.STEP)
        .until(() -> task.counts().getOrDefault("SUCCEEDED", 0) > MANY / 3 && live() <= 1);
    assertThat(task.api.delete(limits).status()).isEqualTo(204);
    task.awaitCounts(Map.of("SUCCEEDED", MANY));
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

  private void awaitAtOnce(RunningContainers running, int containers) {
    await()
        .atMost(Timeouts.STEP)
        .failFast("all jobs have ended", () -> task.counts().keySet().equals(Set.of("SUCCEEDED")))
        .until(() -> running.maximum() == containers);
  }

  private int live() {
    Map<String, Integer> counts = task.counts();
    return counts.getOrDefault("STARTING", 0) + counts.getOrDefault("RUNNING", 0);
  }

  private String limit(int vcpus) {
    ApiResponse response =
        task.api.post(limits, "{\"modifierRole\":\"PROJECT_ADMIN\",\"vCPUs\":%d}".formatted(vcpus));
    assertThat(response.status()).as(response.sentence()).isEqualTo(201);
    return response.body().get("id").asString();
  }
}
