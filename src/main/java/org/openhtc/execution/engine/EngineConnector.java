package org.openhtc.execution.engine;

import org.openhtc.host.Host;

/** Opens connections to the engines of one kind; a package of its own implements each kind. */
public interface EngineConnector {
  Host.Kind kind();

  /** As {@link ContainerEngines#connect}, for an address of this kind. */
  ContainerEngine connect(EngineAddress address);
}
