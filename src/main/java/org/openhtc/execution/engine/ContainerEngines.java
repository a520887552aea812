package org.openhtc.execution.engine;

/** Opens a connection to an engine; {@code execution.docker} has the one for Docker. */
public interface ContainerEngines {
  /**
   * Connects and agrees on an API version.
   *
   * @throws EngineException.Unreachable when the engine does not answer
   */
  ContainerEngine connect(EngineAddress address);
}
