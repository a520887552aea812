package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.Timeouts;

class DockerEngineBtrfsIT {
  private static final long MIB = 1 << 20;
  private static ExtraEngine machine;
  private static ContainerEngine engine;

  @BeforeAll
  static void start() throws IOException {
    machine = ExtraEngine.withQuota();
    engine =
        new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
            .connect(new EngineAddress(machine.endpoint(), null, null));
    TestImages.busybox(machine.endpoint());
  }

  @AfterAll
  static void stop() throws IOException {
    if (engine != null) {
      engine.close();
      machine.close();
    }
  }

  @Test
  void probeDetectsTheQuotaAndRemovesItsContainer() throws IOException {
    for (int time = 1; time <= 2; time++) {
      assertThat(engine.probeDisk()).isEqualTo(DiskMechanism.QUOTA);
    }
    assertThat(probeContainers()).isEmpty();
  }

  @Test
  void writeOverTheQuotaFails() {
    long image = engine.image(TestImages.BUSYBOX).orElseThrow().sizeBytes();
    String id = run("over", 30, image + 20 * MIB);
    assertThat(ended(id).exitCode()).isEqualTo(1);
    assertThat(engine.log(id, null)).anyMatch(line -> line.message().contains("quota exceeded"));
  }

  @Test
  void writeWithinTheQuotaSucceeds() {
    long image = engine.image(TestImages.BUSYBOX).orElseThrow().sizeBytes();
    assertThat(ended(run("within", 10, image + 20 * MIB)).exitCode()).isZero();
  }

  @Test
  void quotaSmallerThanTheImageIsRefused() {
    assertThatThrownBy(() -> run("tiny", 1, MIB)).isInstanceOf(EngineException.Refused.class);
  }

  private static List<Container> probeContainers() throws IOException {
    try (DockerClient client = TestImages.client(machine.endpoint())) {
      return client
          .listContainersCmd()
          .withShowAll(true)
          .withLabelFilter(List.of("org.openhtc.disk-probe"))
          .exec();
    }
  }

  private static String run(String name, int mib, long quota) {
    String script = "dd if=/dev/urandom of=/big bs=1048576 count=" + mib;
    String id =
        engine.create(
            aContainer(name, "btrfs").script(script).memoryMib(64).diskBytes(quota).build());
    engine.start(id);
    return id;
  }

  private static ContainerState ended(String id) {
    return await()
        .atMost(Timeouts.STEP)
        .until(
            () -> engine.inspect(id).orElseThrow(),
            state -> state.phase() == ContainerState.Phase.EXITED);
  }
}
