package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.cluster.ControlPlane;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.ClusterPlace;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/** What the real controllers of a cluster do with the pods of a node that is lost. */
class NodeControllersIT {
  private static final ClusterPaths PATHS = new ClusterPaths("openhtc-jobs");
  private static final List<String> PROGRAM = List.of("runs");
  private static final String LOST =
      "Node %s, on which its pod ran, is lost".formatted(ProgramNode.NAME);

  /** The controllers do not delete the pods of all nodes of a cluster. */
  private static final String OTHER_NODE = "other";

  /** Of the collector of pods without a node, which also waits a while for the node. */
  private static final Duration COLLECTION = Duration.ofMinutes(3);

  private final String installation = UUID.randomUUID().toString();
  @TempDir private Path directory;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private ApiServer server;
  private ProgramNode node;
  private NodeHeartbeat heartbeat;
  private ContainerEngine engine;
  private String pod;

  @BeforeEach
  void startCluster() throws IOException {
    ControlPlane plane = closedLater(ControlPlane.startForNodeControllers(directory));
    server = closedLater(ClusterEngines.server(plane.endpoint()));
    await()
        .atMost(Timeouts.STEP)
        .ignoreExceptions()
        .until(() -> !server.get(ApiCall.FACTS, "/api/v1/namespaces/kube-system").isEmpty());
    plane.startScheduler();
    DocumentedRights.create(server);
    node = closedLater(ProgramNode.start(server, PATHS, plane.directory()));
    node.program(PROGRAM, FakeProgram.runs());
    heartbeat = closedLater(NodeHeartbeat.of(server, ProgramNode.NAME));
    addOtherNode();
    plane.startNodeControllers();
    engine =
        closedLater(
            new KubernetesEngine(
                server,
                ClusterPlace.byDefault(),
                installation,
                Duration.ofSeconds(1),
                Clock.systemUTC()));
    pod = engine.run(aContainer("pod-1", installation).argv(PROGRAM).build());
    await().atMost(Timeouts.STEP).until(() -> state().phase() == Phase.RUNNING);
  }

  private void addOtherNode() throws IOException {
    server.create(
        ApiCall.FACTS,
        "/api/v1/nodes",
        Map.of(
            "kind",
            "Node",
            "apiVersion",
            "v1",
            "metadata",
            Map.of("name", OTHER_NODE),
            "spec",
            Map.of("unschedulable", true)));
    closedLater(NodeHeartbeat.of(server, OTHER_NODE));
  }

  private <T extends AutoCloseable> T closedLater(T resource) {
    opened.push(resource);
    return resource;
  }

  @AfterEach
  void stopCluster() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  @Test
  void podOfASilentNodeIsLostAndRemainsUntilTheNodeIsGone() {
    node.silence();
    heartbeat.close();
    awaitLost();
    engine.remove(pod);
    assertThat(engine.list(installation)).isEmpty();
    assertThat(pods()).as("its node may still run it").hasSize(1);
    removeNode();
    await().atMost(COLLECTION).until(() -> pods().isEmpty());
  }

  @Test
  void podOfARemovedNodeIsLostAndKeptUntilItIsRemoved() {
    node.silence();
    heartbeat.close();
    removeNode();
    awaitLost();
    assertThat(pods()).hasSize(1);
    engine.remove(pod);
    assertThat(pods()).isEmpty();
  }

  private JsonNode pods() {
    return server.get(ApiCall.LIST, PATHS.podsOf(installation)).path("items");
  }

  private void removeNode() {
    server.delete(ApiCall.REMOVE, "/api/v1/nodes/" + ProgramNode.NAME, Map.of());
  }

  private void awaitLost() {
    await().atMost(COLLECTION).until(() -> state().phase() == Phase.EXITED);
    assertThat(state().error()).isEqualTo(LOST);
  }

  private ContainerState state() {
    return engine.inspect(pod).orElseThrow();
  }
}
