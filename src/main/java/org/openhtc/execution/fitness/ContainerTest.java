package org.openhtc.execution.fitness;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.slot.TestContainer;

/**
 * Runs a container of OpenHTC's own image as jobs run: with an init process, the same network mode
 * and the same OCI runtime.
 *
 * @param network the engine's network mode for jobs
 * @param runtime the engine's name of the OCI runtime for jobs; null for its default
 */
public record ContainerTest(
    TestContainer container, String network, Supplier<@Nullable String> runtime)
    implements HostTest {
  /** Ended by itself, or by the signals of a stop. */
  private static final Set<Integer> STOPPED = Set.of(0, 137, 143);

  @Override
  public TestResult run(ContainerEngine engine) {
    EngineFacts facts = engine.facts();
    if (!engine.holdsImages()) {
      // A pod on another node would show nothing about the node of the failure.
      return new TestResult.Passed();
    }
    try {
      return result(container.run(engine, facts.architecture(), network, runtime.get()));
    } catch (EngineException e) {
      engine.facts(); // an engine that does not respond is no unfit host
      return new TestResult.Failed(String.valueOf(e.getMessage()));
    }
  }

  private static TestResult result(TestContainer.Run run) {
    ContainerState running = run.running();
    ContainerState ended = run.ended();
    if (running == null || ended == null) {
      return new TestResult.Failed("it disappeared");
    }
    if (running.phase() != ContainerState.Phase.RUNNING) {
      return new TestResult.Failed("it ended at once with code " + running.exitCode());
    }
    return STOPPED.contains(ended.exitCode())
        ? new TestResult.Passed()
        : new TestResult.Failed("it ended by itself with code " + ended.exitCode());
  }
}
