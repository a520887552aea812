package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.cluster.RealCluster;
import org.openhtc.host.Hosts;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStore;
import org.openhtc.testing.CancelledTasks;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.StorageScript;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Jobs of a service whose only host is a real cluster of one node. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=" + TestFork.DIRECTORY + "/real-node-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.execution.require-isolation=false",
      "openhtc.execution.stop-grace=2s",
      "openhtc.execution.host-images=true"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({DocumentedResponses.class, CancelledTasks.class})
@Tag("by-name-only")
class RealNodeJobsIT {
  private static RealCluster cluster;

  @LocalServerPort int port;
  @Autowired Hosts hosts;
  @Autowired ObjectStore store;
  @Autowired TestTask task;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = RealCluster.start();
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry properties) throws IOException {
    int storePort = FreePort.find();
    String host = "openhtc.hosts[0].";
    properties.add(host + "name", () -> "cluster");
    properties.add(host + "endpoint", () -> cluster.endpoint().toString());
    properties.add(host + "reserve-memory", () -> "0");
    properties.add(host + "kubernetes.namespace", () -> RealCluster.NAMESPACE);
    properties.add("openhtc.embedded.s3-port", () -> storePort);
    properties.add(
        "openhtc.storage.job-endpoint",
        () -> "http://%s:%d".formatted(RealCluster.ADDRESS, storePort));
  }

  @BeforeEach
  void aReadyHost() {
    await().atMost(Timeouts.STEP).until(() -> hosts.find("cluster").orElseThrow().isReady());
  }

  @AfterEach
  void noPodIsLeft() {
    task.cancel();
    await().atMost(Timeouts.STEP).until(() -> cluster.pods().isEmpty());
  }

  @AfterAll
  static void stopCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void exitCodeAndLogAreThoseOfTheContainer() {
    String batch = task.submit(1, script("echo one; sleep 0.1; echo two >&2; exit 3"));
    assertThat(task.awaitStatus(batch, 0, "FAILED").path("statusReason").asString()).contains("3");
    assertThat(task.log(batch, 0)).containsExactly("one", "two");
  }

  @Test
  void severalJobsSucceed() {
    task.submit(6, script("exit 0"));
    task.awaitCounts(Map.of("SUCCEEDED", 6));
  }

  @Test
  void memoryLimitEndsTheJob() {
    String batch = task.submit(1, script("x=0123456789; while true; do x=$x$x; done"));
    assertThat(task.awaitStatus(batch, 0, "FAILED").path("statusReason").asString())
        .containsIgnoringCase("memory");
  }

  @Test
  void timeLimitEndsTheJobAndKeepsItsLog() {
    Map<String, Object> definition = script("echo begun; sleep 300");
    definition.put("execTimeoutSeconds", 60);
    String batch = task.submit(1, definition);
    task.awaitStatus(batch, 0, "RUNNING");
    assertThat(task.awaitStatus(batch, 0, "FAILED").path("statusReason").asString())
        .contains("Execution time exceeded");
    assertThat(task.log(batch, 0)).containsExactly("begun");
  }

  @Test
  void cancelledJobIsFollowedAndHasTimeToEnd() {
    String batch =
        task.submit(
            1,
            script("trap 'echo stopped; exit 1' TERM; echo begun; while true; do sleep 0.1; done"));
    task.awaitLine(batch, 0, "begun");
    assertThat(task.cancel(batch, 0).status()).isLessThan(300);
    task.awaitStatus(batch, 0, "FAILED");
    assertThat(task.log(batch, 0)).containsExactly("begun", "stopped");
  }

  @Test
  void jobReadsAndWritesItsStorage() {
    store.put(
        Folders.shared(task.projectId()) + "in.txt", "input".getBytes(StandardCharsets.UTF_8));
    Map<String, Object> definition =
        script(
            StorageScript.TOOLS
                + """
                input=$(wget -q -O - "$(url $project 'in.txt&method=GET')")
                put "$(url $task out.txt)" "from $input"
                """);
    String api = "http://%s:%d/api/v1".formatted(RealCluster.ADDRESS, port);
    definition.put("envs", List.of(Map.of("name", "API", "value", api)));
    String batch = task.submit(1, definition);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.log(batch, 0)).hasSize(1).first().asString().contains("HTTP/1.1 200");
    assertThat(store.get(Folders.task(task.projectId(), task.id()) + "out.txt"))
        .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("from input"));
  }
}
