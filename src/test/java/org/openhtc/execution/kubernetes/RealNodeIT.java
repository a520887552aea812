package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openhtc.cluster.RealCluster;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerEngineContract;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerSpecBuilder;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.ClusterPlace;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.Timeouts;

/** The client with a real cluster of one node, on which real containers run. */
@Tag("by-name-only")
class RealNodeIT extends ContainerEngineContract {
  private static RealCluster cluster;
  private static ApiServer server;

  private ContainerEngine engine;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = RealCluster.start();
    server = ClusterEngines.server(cluster.endpoint());
  }

  @BeforeEach
  void connect() {
    engine =
        new KubernetesEngine(
            server,
            ClusterPlace.byDefault(),
            installation,
            Duration.ofSeconds(1),
            Clock.systemUTC());
  }

  @AfterAll
  static void stopCluster() throws IOException {
    if (cluster != null) {
      server.close();
      cluster.close();
    }
  }

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String image() {
    return TestImages.BUSYBOX;
  }

  @Override
  protected void killFromOutside(String id) {
    try {
      cluster.kill(Pod.Id.of(id).name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nodeEvictsAPodThatExceedsItsDiskLimit() {
    String script = "dd if=/dev/zero of=/tmp/file bs=1M count=64; sleep 300";
    long limit = 8 << 20;
    ContainerSpec spec =
        ContainerSpecBuilder.like(spec(shell(script, FakeProgram.runs()))).diskBytes(limit).build();
    String id = engine.run(spec);
    ContainerState state = ended(id);
    assertThat(state.exitCode()).isEqualTo(137);
    assertThat(state.error()).isEmpty();
    assertThat(engine.writableBytes(id).orElseThrow()).isGreaterThan(limit);
  }

  @Test
  void imageThatIsAbsentIsNamedWhileThePodWaits() {
    ContainerSpec spec =
        ContainerSpecBuilder.like(spec(List.of("true"))).image("127.0.0.1:1/absent:1").build();
    String id = engine.run(spec);
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> assertThat(state(id).error()).contains("127.0.0.1:1/absent:1"));
    assertThat(state(id).phase()).isEqualTo(Phase.STARTING);
  }
}
