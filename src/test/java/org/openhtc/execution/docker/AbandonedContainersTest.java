package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.fault.Fault;
import org.openhtc.simulation.fault.Operation;
import org.openhtc.testing.SettableClock;

/** The short-lived containers of OpenHTC itself do not stay on a host. */
class AbandonedContainersTest {
  private static final String INSTALLATION = "installation";

  private final SettableClock clock = new SettableClock();
  private final SimulatedEngines engines = SimulatedEngines.start(1, EngineSettings.holding());

  @AfterEach
  void close() {
    engines.close();
  }

  @Test
  void probeThatCouldNotBeRemovedIsRemovedLater() {
    try (ContainerEngine engine = connect()) {
      leaveProbe(engine);
      engine.list(INSTALLATION);
      assertThat(engines.engine(0).names()).isEmpty();
    }
  }

  @Test
  void probeOfACrashedProcessIsRemovedByTheNextOne() {
    try (ContainerEngine crashed = connect()) {
      leaveProbe(crashed);
    }
    try (ContainerEngine engine = connect()) {
      engine.probeDisk();
      engine.list(INSTALLATION);
      assertThat(engines.engine(0).names()).as("it may be in use").hasSize(1);
      clock.advance(Duration.ofMinutes(1));
      engine.list(INSTALLATION);
      assertThat(engines.engine(0).names()).isEmpty();
    }
  }

  private ContainerEngine connect() {
    return new DockerEngines(clock, new SimpleMeterRegistry())
        .connect(new EngineAddress(engines.engine(0).endpoint(), null, null));
  }

  private void leaveProbe(ContainerEngine engine) {
    engines.engine(0).faults().next(1, Operation.DELETE, Fault.FAIL);
    assertThatThrownBy(engine::probeDisk).isInstanceOf(EngineException.class);
    assertThat(engines.engine(0).names()).hasSize(1);
  }
}
