package org.openhtc.execution.engine;

/** Opens connections to engines of every kind. */
public interface ContainerEngines {
  /**
   * Connects and negotiates the API version.
   *
   * @throws EngineException.Unreachable if the engine does not respond
   */
  ContainerEngine connect(EngineAddress address);
}
