package org.openhtc.execution.docker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.SlotContract;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngines;

/** The slots of a simulated engine behave as those of a real one. */
class SimulatedSlotTest extends SlotContract {
  private static SimulatedEngines engines;
  private static ContainerEngine engine;

  @BeforeAll
  static void connect() {
    engines = SimulatedEngines.start(1, EngineSettings.holding("busybox:1"));
    engine =
        new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
            .connect(new EngineAddress(engines.engine(0).endpoint(), null, null));
  }

  @AfterAll
  static void close() {
    engine.close();
    engines.close();
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
  protected String network() {
    return "bridge";
  }

  @Override
  protected void means(List<String> argv, FakeProgram program) {
    engines.engine(0).program(argv, SimulatedEngineContractTest.simulated(program));
  }
}
