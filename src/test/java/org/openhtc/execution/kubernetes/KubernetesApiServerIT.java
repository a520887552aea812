package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import org.openhtc.host.ClusterPlace;
import org.openhtc.testing.Timeouts;

/** The client with a real API server, etcd and scheduler; only the node is that of the test. */
class KubernetesApiServerIT extends ContainerEngineContract {
  private static final String INSTALLATION = UUID.randomUUID().toString();
  private static final ClusterPaths PATHS = new ClusterPaths("openhtc-jobs");

  @TempDir private static Path directory;
  private static ControlPlane plane;
  private static ApiServer server;
  private static ProgramNode node;
  private static ContainerEngine engine;

  @BeforeAll
  static void startCluster() throws IOException {
    plane = ControlPlane.start(directory);
    server = ClusterEngines.server(plane.endpoint());
    awaitReady();
    plane.startScheduler();
    server.create(
        ApiCall.FACTS,
        "/api/v1/namespaces",
        Map.of(
            "metadata",
            Map.of(
                "name",
                "openhtc-jobs",
                "labels",
                Map.of("pod-security.kubernetes.io/enforce", "baseline"))));
    node = ProgramNode.start(server, PATHS, plane.directory());
    engine =
        new KubernetesEngine(
            server,
            ClusterPlace.byDefault(),
            INSTALLATION,
            Duration.ofSeconds(1),
            Clock.systemUTC());
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
      node.kill(new Pods(server, PATHS).find(PodId.of(id)).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void podsSurviveACrashOfTheApiServer() throws IOException {
    AtomicInteger lost = new AtomicInteger();
    EngineWatch watch = engine.watch(installation, event -> {}, lost::incrementAndGet);
    String id = run(forever("", FakeProgram.runs()));
    plane.restartApiServer();
    await().atMost(Timeouts.STEP).until(() -> lost.get() == 1);
    assertThat(watch.isLost()).isTrue();
    awaitReady();
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
    server.delete(ApiCall.REMOVE, PATHS.pod(PodId.of(id).name()), Map.of());
    assertThat(ended(id).error()).isEqualTo("Another program deleted its pod");
    assertThat(state(id).exitCode()).isEqualTo(143);
  }

  @Test
  void manyPodsAreListedInPages() {
    for (int i = 0; i < 30; i++) {
      engine.create(spec(shell("exit 0", FakeProgram.exits(0))));
    }
    AtomicInteger found = new AtomicInteger();
    new PagedList(server)
        .read(
            ApiCall.LIST,
            PATHS.podsOf(installation).replace("limit=500", "limit=7"),
            pod -> found.incrementAndGet());
    assertThat(found).hasValue(30);
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
  void podThatTheNamespaceForbidsIsRefused() {
    ContainerSpec spec = spec(shell("exit 0", FakeProgram.exits(0)));
    assertThatThrownBy(() -> engine.create(named(spec.name(), "", spec.argv(), installation)))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("image");
  }
}
