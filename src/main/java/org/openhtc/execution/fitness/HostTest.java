package org.openhtc.execution.fitness;

import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;

/** Tests whether a host can run containers at all, without anything of a user. */
public interface HostTest {
  /**
   * Takes some engine calls.
   *
   * @throws EngineException.Unreachable if the engine does not respond, so that nothing is known
   */
  TestResult run(ContainerEngine engine);
}
