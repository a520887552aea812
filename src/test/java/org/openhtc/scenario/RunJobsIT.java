package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.lease.Installation;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** How jobs run and end on a real engine. */
@Scenario
class RunJobsIT {
  @LocalServerPort int port;
  @Autowired SettableClock clock;
  @Autowired Installation installation;
  @Autowired TestTask task;

  @Test
  void jobsRunAndRecordTheirHistory() {
    String batch = task.submit(5, script("echo share $AWS_BATCH_JOB_ARRAY_INDEX; echo done >&2"));
    task.awaitCounts(Map.of("SUCCEEDED", 5));
    for (int index = 0; index < 5; index++) {
      // The engine decides which of the two streams is first.
      assertThat(task.log(batch, index)).containsExactlyInAnyOrder("share " + index, "done");
    }
    assertThat(task.events(batch, 4))
        .extracting(event -> event.get("status").asString())
        .containsExactly(
            "SUBMITTED_TO_RESCALE",
            "SUBMITTED_TO_PROVIDER",
            "RUNNABLE",
            "STARTING",
            "RUNNING",
            "SUCCEEDED");
    JsonNode job = task.job(batch, 4);
    assertThat(job.at("/container/exitCode").asInt(-1)).isZero();
    assertThat(job.get("instanceId").asString()).isEqualTo("local");
    assertThat(job.hasNonNull("startedAt") && job.hasNonNull("completedAt")).isTrue();
  }

  @Test
  void newestLogLineIsFirstByDefault() {
    String batch = task.submit(1, script("seq 1 1250"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    String logs = task.path + "/jobs/" + batch + ":0/logs";
    assertThat(messages(task.api.get(logs + "?pageSize=2").body())).containsExactly("1250", "1249");
    assertThat(messages(task.api.get(logs + "?pageSize=10000").body())).hasSize(1250);
    ApiResponse tooMany = task.api.get(logs + "?pageSize=10001");
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.sentence()).contains("10001", "10000");
    assertThat(task.api.all(logs)).hasSize(1250);
    assertThat(task.log(batch, 0)).hasSize(1250).startsWith("1", "2").endsWith("1249", "1250");
  }

  @Test
  void logIsReadableWhileTheJobRuns() {
    String batch = task.submit(1, script("echo early; sleep 300"));
    task.awaitLine(batch, 0, "early");
    task.awaitStatus(batch, 0, "RUNNING");
    task.cancel();
    task.awaitStatus(batch, 0, "FAILED");
    assertThat(task.log(batch, 0)).containsExactly("early");
  }

  @Test
  void everyJobHasItsEnvironment() {
    Map<String, Object> definition = script("env; pwd");
    definition.put("envs", List.of(Map.of("name", "COLOUR", "value", "deep blue")));
    definition.put("workingDir", "/tmp");
    String batch = task.submit(2, definition);
    task.awaitCounts(Map.of("SUCCEEDED", 2));
    JsonNode job = task.job(batch, 1);
    assertThat(task.log(batch, 1))
        .contains(
            "AWS_BATCH_JOB_ARRAY_INDEX=1",
            "AWS_BATCH_JOB_ID=" + batch + ":1",
            "AWS_BATCH_JOB_ATTEMPT=1",
            "RESCALE_PROJECT_ID=" + job.get("projectId").asString(),
            "RESCALE_TASK_ID=" + job.get("taskId").asString(),
            "RESCALE_JOB_ID=" + batch + ":1",
            "RESCALE_HTC_PROJECT_ID=" + job.get("projectId").asString(),
            "RESCALE_HTC_TASK_ID=" + job.get("taskId").asString(),
            "RESCALE_HTC_REGION=AWS_US_WEST_2",
            "COLOUR=deep blue",
            "/tmp")
        .anyMatch(line -> line.startsWith("RESCALE_HTC_API_URL=http"));
    assertThat(statusWithOwnToken(batch, 1, "/jobs/" + batch + ":1")).isEqualTo(200);
    assertThat(statusWithOwnToken(batch, 1, "/jobs/" + batch + ":0")).isEqualTo(403);
    assertThat(statusWithOwnToken(batch, 1, "/summary-statistics")).isEqualTo(403);
  }

  private int statusWithOwnToken(String batch, int index, String path) {
    String variable = "RESCALE_HTC_BEARER_TOKEN=";
    String token =
        task.log(batch, index).stream()
            .filter(line -> line.startsWith(variable))
            .findFirst()
            .orElseThrow()
            .substring(variable.length());
    return ApiClient.at(port).withToken(token).get(task.path + path).status();
  }

  @Test
  void exitCodeThreeFailsTheJobWithThatCode() {
    JsonNode job = task.awaitStatus(task.submit(1, script("exit 3")), 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorNonZeroContainerExitCode");
    assertThat(job.at("/container/exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void jobOverItsMemoryLimitHasItsOwnFailureCode() {
    String greedy = "x=0123456789; while true; do x=$x$x; done";
    JsonNode job = task.awaitStatus(task.submit(1, script(greedy)), 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorNotEnoughMemory");
  }

  @Test
  void commandThatDoesNotExistCannotBeStarted() {
    JsonNode job = task.awaitStatus(task.submit(1, definition("/no/such")), 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorStartingContainer");
    assertThat(job.get("statusReason").asString()).contains("/no/such");
  }

  @Test
  void programThatEndsWith127ItselfWasStarted() {
    JsonNode job = task.awaitStatus(task.submit(1, script("exit 127")), 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorNonZeroContainerExitCode");
  }

  @Test
  void missingImageIsNamed() {
    Map<String, Object> definition = script("true");
    definition.put("imageName", "no-such-image:7");
    JsonNode job = task.awaitStatus(task.submit(1, definition), 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorStartingContainer");
    assertThat(job.get("statusReason").asString()).contains("no-such-image:7");
  }

  @Test
  void jobOverItsTimeLimitIsStopped() {
    Map<String, Object> definition = script("sleep 1000");
    definition.put("execTimeoutSeconds", 60);
    String batch = task.submit(1, definition);
    task.awaitStatus(batch, 0, "RUNNING");
    clock.advance(Duration.ofSeconds(61));
    JsonNode job = task.awaitStatus(batch, 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorTimeout");
  }

  @Test
  void retriesRunUntilOneSucceeds() {
    String batch =
        task.submit(
            "", 1, script("echo $AWS_BATCH_JOB_ATTEMPT; test $AWS_BATCH_JOB_ATTEMPT = 3"), 2);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.log(batch, 0)).containsExactly("3");
    assertThat(task.events(batch, 0))
        .extracting(event -> event.get("status").asString())
        .filteredOn("STARTING"::equals)
        .hasSize(3);
  }

  @Test
  void retriesEndInFailureWhenNoneIsLeft() {
    String batch = task.submit("", 1, script("exit 5"), 1);
    JsonNode job = task.awaitStatus(batch, 0, "FAILED");
    assertThat(job.get("providerJobId").asString()).endsWith("#2");
  }

  @Test
  void jobForAnotherArchitectureWaitsWithAReasonAndCanBeCancelled() {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit(3, definition);
    task.awaitReason(batch, 2, "Waits for a suitable host: 1 host is not AARCH64");
    assertThat(task.counts()).isEqualTo(Map.of("RUNNABLE", 3));
    task.cancel();
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 3));
    JsonNode last = task.events(batch, 2).getLast();
    assertThat(last.get("userCancelledEvent").asBoolean()).isTrue();
    assertThat(last.get("statusReason").asString()).contains("Cancelled");
  }

  @Test
  void cancelledJobsOfAGroupStopAndOthersContinue() throws IOException {
    String cancelled =
        task.submit("cancelled", 12, script("trap 'exit 0' TERM; sleep 300 & wait"), 3);
    String other = task.submit("other", 1, script("sleep 3"), 0);
    task.awaitStatus(cancelled, 0, "RUNNING");
    assertThat(task.api.post(task.path + "/jobs/cancel?group=cancelled", "").status())
        .isEqualTo(200);
    task.awaitCounts(Map.of("FAILED", 12, "SUCCEEDED", 1));
    for (JsonNode job : task.api.all(task.path + "/jobs?group=cancelled")) {
      assertThat(job.get("statusReason").asString()).isEqualTo("Cancelled by the user");
      assertThat(job.path("failureCode").asString("")).isEmpty();
    }
    assertThat(task.job(other, 0).get("status").asString()).isEqualTo("SUCCEEDED");
    awaitNoContainers();
  }

  @Test
  void jobOverItsDiskLimitIsStoppedWithoutAQuota() {
    Map<String, Object> definition =
        script(
            "trap 'exit 0' TERM;"
                + " while true; do dd if=/dev/zero bs=1M count=64 >> /tmp/big 2>/dev/null; done");
    definition.put("maxDiskGiB", 1);
    JsonNode job = task.awaitStatus(task.submit(1, definition), 0, "FAILED");
    assertThat(job.get("statusReason").asString()).startsWith("Disk limit exceeded");
  }

  @Test
  void containerKilledByAnotherProgramFailsTheJob() throws IOException {
    String batch = task.submit(1, script("sleep 300"));
    task.awaitStatus(batch, 0, "RUNNING");
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      docker.killContainerCmd(container(docker, batch, 0).getId()).exec();
    }
    JsonNode job = task.awaitStatus(batch, 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorNonZeroContainerExitCode");
    assertThat(job.get("statusReason").asString()).contains("137");
  }

  @Test
  void containersOfOtherInstallationsAreNotTouched() throws IOException {
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      String foreign =
          docker
              .createContainerCmd(TestImages.BUSYBOX)
              .withCmd("sleep", "300")
              .withLabels(
                  Map.of(
                      ContainerLabels.INSTALLATION, "another-installation",
                      ContainerLabels.HOST, "local",
                      ContainerLabels.JOB, "00000000-0000-0000-0000-000000000000:0",
                      ContainerLabels.ATTEMPT, "1"))
              .exec()
              .getId();
      try {
        docker.startContainerCmd(foreign).exec();
        task.awaitStatus(task.submit(1, script("true")), 0, "SUCCEEDED");
        awaitNoContainers();
        assertThat(docker.inspectContainerCmd(foreign).exec().getState().getRunning()).isTrue();
      } finally {
        docker.removeContainerCmd(foreign).withForce(true).exec();
      }
    }
  }

  private static Container container(DockerClient docker, String batch, int index) {
    return docker
        .listContainersCmd()
        .withLabelFilter(Map.of(ContainerLabels.JOB, batch + ":" + index))
        .exec()
        .getFirst();
  }

  /** Other test classes may run containers on the same engine at the same time. */
  private void awaitNoContainers() throws IOException {
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      await()
          .atMost(Timeouts.STEP)
          .until(() ->
              docker
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(Map.of(ContainerLabels.INSTALLATION, installation.id()))
                  .exec()
                  .stream()
                  .noneMatch(c -> c.getLabels().containsKey(ContainerLabels.JOB)));
    }
  }

  private static List<String> messages(JsonNode page) {
    return page.get("items").valueStream().map(line -> line.get("message").asString()).toList();
  }
}
