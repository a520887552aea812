package org.openhtc.execution.engine;

/** Opens connections to engines; package {@code docker} implements it for Docker. */
public interface ContainerEngines {
  /**
   * Connects and negotiates the API version.
   *
   * @throws EngineException.Unreachable if the engine does not respond
   */
  ContainerEngine connect(EngineAddress address);
}
