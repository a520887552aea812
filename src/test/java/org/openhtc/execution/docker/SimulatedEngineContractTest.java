package org.openhtc.execution.docker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.MachineEngineContract;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.SimulatedProgram;

/** The real client of Docker with a simulated engine behaves as with a real one. */
class SimulatedEngineContractTest extends MachineEngineContract {
  private static final String OFFERED = "registry:5000/offered:1";
  private static SimulatedEngines engines;
  private static ContainerEngine engine;

  @BeforeAll
  static void connect() {
    engines = SimulatedEngines.start(1, EngineSettings.holding("busybox:1", "unstartable:1"));
    engine =
        new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
            .connect(new EngineAddress(simulated().endpoint(), null, null));
  }

  @AfterAll
  static void close() {
    engine.close();
    engines.close();
  }

  private static SimulatedEngine simulated() {
    return engines.engine(0);
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
  protected String unstartableImage() {
    return "unstartable:1";
  }

  @Override
  protected String offeredImage() {
    engine.pulledImages("registry:5000/").forEach(engine::removeImage);
    simulated().offer(OFFERED);
    return OFFERED;
  }

  @Override
  protected void registryReachable(boolean now) {
    simulated().registryFailure(now ? null : "dial tcp 127.0.0.1:5000: connection refused");
  }

  @Override
  protected void killFromOutside(String id) {
    simulated().kill(id);
  }

  @Override
  protected void means(List<String> argv, FakeProgram program) {
    simulated().program(argv, simulated(program));
  }

  static SimulatedProgram simulated(FakeProgram program) {
    Integer exitCode = program.exitCode();
    SimulatedProgram same =
        exitCode == null
            ? SimulatedProgram.runs()
            : SimulatedProgram.endsAfter(Duration.ZERO, exitCode);
    same = same.printing(program.prints()).onTerm(program.exitCodeOnTerm());
    String refusal = program.refusal();
    same = refusal == null ? same : same.refusedWith(refusal);
    return program.outOfMemory() ? same.runningOutOfMemory() : same;
  }
}
