package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.testing.TestImages;

/** What killed processes leave on an engine is removed by the next use of it. */
class ScratchImageTest {
  private static final String TAG = UUID.randomUUID().toString();
  private static final String PROBE = "openhtc/disk-probe:" + TAG;
  private static final String FIREWALL = "openhtc/firewall:" + TAG;
  private static final String OF_A_USER = "openhtc/disk-probe:latest";

  private final SimulatedEngines engines =
      SimulatedEngines.start(1, EngineSettings.holding(PROBE, FIREWALL, OF_A_USER));
  private final SimulatedEngine machine = engines.engine(0);
  private final ContainerEngine engine =
      new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
          .connect(new EngineAddress(machine.endpoint(), null, null));

  @AfterEach
  void close() {
    engine.close();
    engines.close();
  }

  @Test
  void imageWithoutAContainerIsRemovedWhenItIsOld() {
    machine.faults().clockSkew(Duration.ofMinutes(11));
    engine.probeDisk();
    assertThat(engine.image(PROBE)).isEmpty();
    assertThat(engine.image(FIREWALL)).isPresent();
    ensureJobNetwork();
    assertThat(engine.image(FIREWALL)).isEmpty();
  }

  @Test
  void imageOfARunningProcessIsKept() {
    machine.faults().clockSkew(Duration.ofMinutes(9));
    engine.probeDisk();
    ensureJobNetwork();
    assertThat(engine.image(PROBE)).isPresent();
    assertThat(engine.image(FIREWALL)).isPresent();
  }

  @Test
  void imageOfAUserIsKept() {
    machine.faults().clockSkew(Duration.ofMinutes(11));
    engine.probeDisk();
    assertThat(engine.image(OF_A_USER)).isPresent();
  }

  @Test
  void containerIsRemovedBeforeItsImage() throws IOException {
    try (DockerClient outside = TestImages.client(machine.endpoint())) {
      outside
          .createContainerCmd(PROBE)
          .withName("openhtc-disk-probe-" + TAG)
          .withLabels(Map.of("org.openhtc.disk-probe", TAG))
          .withCmd("never-started")
          .exec();
    }
    machine.faults().clockSkew(Duration.ofMinutes(11));
    engine.probeDisk();
    assertThat(machine.names()).isEmpty();
    assertThat(engine.image(PROBE)).isEmpty();
  }

  @Test
  void noImageRemainsAfterUse() {
    engine.probeDisk();
    ensureJobNetwork();
    assertThat(engine.pulledImages("openhtc/")).hasSize(3);
  }

  private void ensureJobNetwork() {
    engine.ensureJobNetwork(new JobNetwork(UUID.randomUUID().toString(), List.of(), List.of()));
  }
}
