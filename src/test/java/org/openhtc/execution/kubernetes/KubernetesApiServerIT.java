package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.cluster.ControlPlane;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerEngineContract;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerSpecBuilder;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineWatch;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.execution.http.HttpCall;
import org.openhtc.host.ClusterPlace;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/**
 * The client with a real API server, etcd and scheduler, and with the rights that are documented;
 * only the node is that of the test.
 */
class KubernetesApiServerIT extends ContainerEngineContract {
  private static final ClusterPaths PATHS = new ClusterPaths("openhtc-jobs");

  @TempDir private static Path directory;
  private static ControlPlane plane;
  private static ApiServer server;
  private static ProgramNode node;
  private static ApiServer accountServer;

  private ContainerEngine engine;

  @BeforeAll
  static void startCluster() throws IOException {
    plane = ControlPlane.start(directory);
    server = ClusterEngines.server(plane.endpoint());
    awaitReady();
    plane.startScheduler();
    DocumentedRights.create(server);
    node = ProgramNode.start(server, PATHS, plane.directory());
    accountServer = ClusterEngines.server(plane.accountEndpoint());
  }

  @BeforeEach
  void connect() {
    engine =
        new KubernetesEngine(
            accountServer,
            ClusterPlace.byDefault(),
            installation,
            Duration.ofSeconds(1),
            Clock.systemUTC());
    awaitRights();
  }

  /** A server that was started just now knows no rights for a moment. */
  private void awaitRights() {
    awaitReady();
    await().atMost(Timeouts.STEP).ignoreExceptions().until(() -> engine.list(installation) != null);
  }

  private static void awaitReady() {
    await()
        .atMost(Timeouts.STEP)
        .ignoreExceptions()
        .until(() -> !server.get(ApiCall.FACTS, "/api/v1/namespaces/kube-system").isEmpty());
  }

  @AfterAll
  static void stopCluster() {
    if (node != null) {
      node.close();
    }
    if (plane != null) {
      accountServer.close();
      server.close();
      plane.close();
    }
  }

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String image() {
    return "busybox:1";
  }

  @Override
  protected void means(List<String> argv, FakeProgram program) {
    node.program(argv, program);
  }

  @Override
  protected void killFromOutside(String id) {
    try {
      node.kill(
          new Pods(server, PATHS, installation, Clock.systemUTC())
              .find(Pod.Id.of(id))
              .orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void removalFailsWithoutAnApiServerAndCanBeRepeated() throws IOException {
    String id = run(shell("exit 3", FakeProgram.exits(3)));
    ended(id);
    plane.killApiServer();
    assertThatThrownBy(() -> engine.remove(id)).isInstanceOf(EngineException.Unreachable.class);
    plane.restartApiServer();
    awaitRights();
    assertThat(state(id).exitCode()).isEqualTo(3);
    engine.remove(id);
    assertThat(engine.inspect(id)).isEmpty();
  }

  @Test
  void compactedHistoryBreaksAListThatHasBegun() throws IOException {
    for (int i = 0; i < 3; i++) {
      engine.create(spec(shell("exit 0", FakeProgram.exits(0))));
    }
    String path = PATHS.podsOf(installation).replace("limit=500", "limit=1");
    JsonNode first = server.get(ApiCall.LIST, path).path("metadata");
    engine.create(spec(shell("exit 0", FakeProgram.exits(0))));
    JsonNode now = server.get(ApiCall.LIST, PATHS.podsVersion(installation)).path("metadata");
    plane.compact(now.path("resourceVersion").asString(""));
    plane.restartApiServer();
    awaitRights();
    String next = path + "&continue=" + ClusterPaths.encoded(first.path("continue").asString(""));
    assertThatThrownBy(() ->
            server.read(ApiCall.LIST, HttpCall.of("GET", next), ApiCall.LIST.limit(), Json::read))
        .isInstanceOfSatisfying(
            ApiStatusException.class, e -> assertThat(e.code()).isEqualTo(ApiStatusException.GONE));
    assertThat(engine.list(installation)).hasSize(4);
    AtomicInteger ends = new AtomicInteger();
    try (EngineWatch watch =
        engine.watch(installation, event -> ends.incrementAndGet(), () -> {})) {
      ended(run(shell("exit 0", FakeProgram.exits(0))));
      await().atMost(Timeouts.STEP).until(() -> ends.get() >= 2);
      assertThat(watch.isLost()).isFalse();
    }
  }

  @Test
  void endedPodsAreRemovedTogether() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(engine.run(spec(shell("exit 0", FakeProgram.exits(0)))));
    }
    ids.forEach(this::ended);
    ids.parallelStream().forEach(engine::remove);
    assertThat(engine.list(installation)).isEmpty();
    assertThat(server.get(ApiCall.LIST, PATHS.podsOf(installation)).path("items")).isEmpty();
  }

  @Test
  void podsSurviveACrashOfTheApiServer() throws IOException {
    AtomicInteger lost = new AtomicInteger();
    EngineWatch watch = engine.watch(installation, event -> {}, lost::incrementAndGet);
    String id = run(forever("", FakeProgram.runs()));
    plane.restartApiServer();
    await().atMost(Timeouts.STEP).until(() -> lost.get() == 1);
    assertThat(watch.isLost()).isTrue();
    awaitRights();
    assertThat(state(id).phase()).isEqualTo(Phase.RUNNING);
    engine.stop(id, Duration.ofSeconds(1));
    assertThat(state(id).exitCode()).isEqualTo(143);
  }

  @Test
  void podWithoutRoomHasTheSchedulersReason() {
    String large =
        engine.create(
            ContainerSpecBuilder.like(spec(forever("", FakeProgram.runs()))).vcpus(7).build());
    engine.start(large);
    await().atMost(Timeouts.STEP).until(() -> state(large).phase() == Phase.RUNNING);
    ContainerSpec second =
        ContainerSpecBuilder.like(spec(forever("", FakeProgram.runs()))).vcpus(7).build();
    String waiting = engine.create(second);
    engine.start(waiting);
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> assertThat(state(waiting).error()).contains("1 Insufficient cpu"));
    assertThat(state(waiting).phase()).isEqualTo(Phase.STARTING);
    engine.remove(large);
    await().atMost(Timeouts.STEP).until(() -> state(waiting).phase() == Phase.RUNNING);
  }

  @Test
  void podThatAnotherProgramDeletesIsKeptUntilItIsRemoved() {
    String id = run(forever("", FakeProgram.runs()));
    server.delete(ApiCall.REMOVE, PATHS.pod(Pod.Id.of(id).name()), Map.of());
    assertThat(ended(id).error()).isEqualTo("Another program deleted its pod");
    assertThat(state(id).exitCode()).isEqualTo(143);
  }

  @Test
  void manyPodsAreListedInPages() {
    for (int i = 0; i < 30; i++) {
      engine.create(spec(shell("exit 0", FakeProgram.exits(0))));
    }
    List<String> names =
        new PagedList(server)
            .read(
                ApiCall.LIST,
                PATHS.podsOf(installation).replace("limit=500", "limit=7"),
                pod -> new Pod(pod).name());
    assertThat(names).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void secretsAndPoliciesAreReplaced() {
    JobNetwork network =
        new JobNetwork(installation, List.of(new AllowedEndpoint("10.1.2.3", 80)), List.of());
    for (int time = 1; time <= 2; time++) {
      engine.ensureJobNetwork(network);
      engine.pull("registry:5000/projects/p/app@sha256:12", "token " + time);
    }
    assertThat(engine.image("registry:5000/projects/p/app@sha256:12")).isPresent();
  }

  @Test
  void invalidPodIsRefused() {
    ContainerSpec spec = spec(shell("exit 0", FakeProgram.exits(0)));
    assertThatThrownBy(() -> engine.create(named(spec.name(), "", spec.argv(), installation)))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("image");
  }
}
