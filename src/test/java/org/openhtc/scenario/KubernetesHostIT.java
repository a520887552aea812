package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.Hosts;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.CancelledTasks;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Jobs of a service whose only host is a Kubernetes cluster. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=" + TestFork.DIRECTORY + "/kubernetes-host-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.execution.poll-interval=50ms",
      "openhtc.execution.list-interval=200ms",
      "openhtc.execution.start-deadline=60s",
      "openhtc.execution.require-isolation=true",
      "openhtc.execution.host-images=true"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({DocumentedResponses.class, CancelledTasks.class})
class KubernetesHostIT {
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);

  private static final FakeCluster CLUSTER =
      FakeCluster.start()
          .program(List.of("true"), FakeProgram.exits(0).printing("done"))
          .program(List.of("false"), FakeProgram.exits(3))
          .program(List.of("greedy"), FakeProgram.runsOutOfMemory(137))
          .program(List.of("nonsense"), FakeProgram.cannotStart("exec: no such file"))
          .program(List.of("work"), FakeProgram.runs().printing("working"));

  @Autowired SettableClock clock;
  @Autowired Hosts hosts;
  @Autowired TestTask task;

  @DynamicPropertySource
  static void endpoint(DynamicPropertyRegistry properties) {
    String host = "openhtc.hosts[0].";
    properties.add(host + "name", () -> "cluster");
    properties.add(host + "endpoint", () -> endpoint(CLUSTER));
    properties.add(host + "reserve-memory", () -> "0");
    properties.add(host + "kubernetes.namespace", () -> FakeCluster.NAMESPACE);
    properties.add(host + "kubernetes.enforces-network-policy", () -> "true");
  }

  private static String endpoint(FakeCluster cluster) {
    try {
      Path directory = Files.createDirectories(TestFork.path("kubernetes-host-test-files"));
      return cluster.endpoint(directory).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void aReadyHost() {
    CLUSTER.unschedulable(null); // a failed test may have left a message
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.pods().isEmpty());
    await().atMost(Timeouts.STEP).until(() -> hosts.find("cluster").orElseThrow().isReady());
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  @Test
  void jobsRunAsPodsAndLeaveNothing() {
    String batch = task.submit(30, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 30));
    assertThat(task.log(batch, 29)).containsExactly("done");
    assertThat(task.job(batch, 0).path("instanceId").asString()).isEqualTo("cluster");
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.pods().isEmpty());
  }

  @Test
  void failuresHaveTheirReasons() {
    String failed = task.submit(1, definition("false"));
    assertThat(task.awaitStatus(failed, 0, "FAILED").path("statusReason").asString()).contains("3");
    String greedy = task.submit(1, definition("greedy"));
    assertThat(task.awaitStatus(greedy, 0, "FAILED").toString()).containsIgnoringCase("memory");
    String nonsense = task.submit(1, definition("nonsense"));
    assertThat(task.awaitStatus(nonsense, 0, "FAILED").path("statusReason").asString())
        .contains("no such file");
  }

  @Test
  void runningJobIsFollowedAndCancelled() {
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "RUNNING");
    task.awaitLine(batch, 0, "working");
    assertThat(task.cancel(batch, 0).status()).isLessThan(300);
    task.awaitStatus(batch, 0, "FAILED");
    assertThat(task.log(batch, 0)).containsExactly("working");
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.pods().isEmpty());
  }

  @Test
  void jobIsStoppedAtItsTimeLimit() {
    Map<String, Object> definition = definition("work");
    definition.put("execTimeoutSeconds", 60);
    String batch = task.submit(1, definition);
    task.awaitStatus(batch, 0, "RUNNING");
    clock.advance(Duration.ofSeconds(61));
    assertThat(task.awaitStatus(batch, 0, "FAILED").path("statusReason").asString())
        .contains("Execution time exceeded");
    assertThat(task.log(batch, 0)).containsExactly("working");
  }

  @Test
  void jobsEndWithoutEvents() {
    CLUSTER.copiesOfChanges(0);
    try {
      String batch = task.submit(5, definition("true"));
      task.awaitCounts(Map.of("SUCCEEDED", 5));
      assertThat(task.log(batch, 4)).containsExactly("done");
    } finally {
      CLUSTER.copiesOfChanges(1);
    }
  }

  @Test
  void disruptedJobRunsAgain() {
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "RUNNING");
    CLUSTER.disrupt(CLUSTER.pods().getFirst(), "", "", "PreemptionByScheduler");
    task.awaitAttempt(batch, 0, 2);
    assertThat(task.events(batch, 0))
        .anyMatch(
            event -> event.path("statusReason").asString().contains("A pod of higher priority"));
    task.awaitStatus(batch, 0, "RUNNING");
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.pods().size() == 1);
    CLUSTER.delete(CLUSTER.pods().getFirst());
    task.awaitAttempt(batch, 0, 3);
  }

  @Test
  void jobWithoutRoomOnTheClusterHasTheReasonOfItsScheduler() {
    CLUSTER.unschedulable("0/1 nodes are available: 1 node(s) had untolerated taint.");
    String batch = task.submit(1, definition("true"));
    awaitReasonToWait(
        batch,
        "Waits in cluster cluster: 0/1 nodes are available: 1 node(s) had untolerated taint");
    clock.advance(START_DEADLINE);
    task.awaitAttempt(batch, 0, 2);
    CLUSTER.unschedulable(null);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.events(batch, 0))
        .anyMatch(event -> event.path("statusReason").asString().contains("untolerated taint"));
  }

  /** The deadline of its start has passed after the cluster refused the pod. */
  @Test
  void jobThatTheQuotaKeepsOutUsesUpNoAttempt() {
    CLUSTER.refusePods("pods \"a\" is forbidden: exceeded quota: compute");
    CLUSTER.countCalls();
    String batch = task.submit(1, definition("true"));
    try {
      await().atMost(Timeouts.STEP).until(() -> CLUSTER.callCounts().containsKey("create pods"));
      clock.advance(START_DEADLINE);
      await()
          .atMost(Timeouts.STEP)
          .until(() ->
              task.events(batch, 0).stream()
                  .anyMatch(
                      event -> event.path("statusReason").asString().contains("exceeded quota")));
    } finally {
      CLUSTER.refusePods(null);
    }
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.events(batch, 0))
        .as("faults")
        .noneMatch(
            event -> event.path("statusReason").asString().contains("did not start in time"));
  }

  @Test
  void whyHasTheMessageOfTheSchedulerOfTheCluster() {
    CLUSTER.unschedulable("0/1 nodes are available: 1 Insufficient cpu.");
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "STARTING");
    awaitReasonToWait(
        batch, "Waits in cluster cluster: 0/1 nodes are available: 1 Insufficient cpu");
    CLUSTER.unschedulable(null);
    task.awaitStatus(batch, 0, "RUNNING");
  }

  @Test
  void jobsCostFewCallsToTheApiServer() {
    CLUSTER.countCalls();
    task.submit(200, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 200));
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.pods().isEmpty());
    Map<String, Integer> calls = CLUSTER.callCounts();
    assertThat(calls).containsEntry("create pods", 200).containsEntry("get pods/log", 200);
    assertThat(calls.getOrDefault("patch pods", 0)).isBetween(200, 220);
    assertThat(calls.getOrDefault("deletecollection pods", 0)).isLessThan(150);
    // Each pass over the host may read some pods, and a busy machine makes more passes meanwhile.
    assertThat(calls.getOrDefault("get pods", 0)).isLessThan(60);
  }

  @Test
  void jobsSurviveARestartOfTheApiServer() {
    String batch = task.submit(2, definition("work"));
    task.awaitCounts(Map.of("RUNNING", 2));
    CLUSTER.stop();
    await().atMost(Timeouts.STEP).until(() -> !hosts.find("cluster").orElseThrow().isReady());
    CLUSTER.restart();
    await().atMost(Timeouts.STEP).until(() -> hosts.find("cluster").orElseThrow().isReady());
    assertThat(CLUSTER.pods()).hasSize(2);
    task.awaitLine(batch, 1, "working");
    assertThat(task.job(batch, 0).path("providerJobId").asString()).endsWith("#1");
    assertThat(task.counts()).containsEntry("RUNNING", 2);
  }

  @Test
  void clusterIsShownWithItsCapacity() {
    JsonNode host = task.api.get("/admin/hosts/cluster").body();
    assertThat(host.path("kind").asString()).isEqualTo("KUBERNETES");
    assertThat(host.path("kubernetes").path("namespace").asString())
        .isEqualTo(FakeCluster.NAMESPACE);
    JsonNode machine = host.path("machine");
    assertThat(machine.path("machineType").asString()).isEqualTo("kubernetes-x86");
    assertThat(machine.path("vCPUs").asInt()).isEqualTo(8);
    assertThat(machine.path("diskLimits").asString()).isEqualTo("EVICTION");
    assertThat(machine.path("isolation").asString()).isEqualTo("FIREWALL");
    assertThat(machine.path("engineVersion").asString()).isEqualTo("1.37.2");
  }

  @Test
  void secondClusterIsRegisteredDrainedAndRemoved() {
    ApiClient admin = task.api;
    try (FakeCluster second = FakeCluster.start()) {
      ApiResponse registered = admin.post("/admin/hosts", body(endpoint(second)));
      assertThat(registered.status()).as(registered.sentence()).isEqualTo(201);
      assertThat(registered.body().path("kubernetes").path("maxPods").asInt()).isEqualTo(7);
      await()
          .atMost(Timeouts.STEP)
          .until(() -> admin.get("/admin/hosts/second").body().path("takesJobs").asBoolean());
      assertThat(admin.post("/admin/hosts/cluster/drain", "").status()).isEqualTo(200);
      try {
        second.program(List.of("true"), FakeProgram.exits(0));
        String batch = task.submit(20, definition("true"));
        task.awaitCounts(Map.of("SUCCEEDED", 20));
        assertThat(task.job(batch, 19).path("instanceId").asString()).isEqualTo("second");
      } finally {
        admin.post("/admin/hosts/cluster/resume", "");
      }
      await()
          .atMost(Timeouts.STEP)
          .until(() -> admin.delete("/admin/hosts/second").status() == 204);
    }
  }

  @Test
  void placeOfADockerEngineIsRefused() {
    ApiResponse refused = task.api.post("/admin/hosts", body("tcp://10.0.0.5:2376"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("kubernetes cannot be used with the endpoint");
    ApiResponse invalid =
        task.api.post("/admin/hosts", body("kubernetes://elsewhere/etc/kubeconfig"));
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.sentence()).contains("kubernetes://in-cluster");
  }

  private void awaitReasonToWait(String batch, String reason) {
    String path = task.project() + "/tasks/" + task.id() + "/jobs/" + batch + ":0/why";
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() ->
            assertThat(task.api.get(path).body().path("reason").asString()).isEqualTo(reason));
  }

  private static String body(String endpoint) {
    return """
    {"name":"second","region":"AWS_US_WEST_2","endpoint":"%s","reserveMemoryMib":0,
     "kubernetes":{"maxPods":7,"enforcesNetworkPolicy":true}}
    """
        .formatted(endpoint);
  }
}
