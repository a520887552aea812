package org.openhtc.execution.slot;

import java.util.UUID;
import org.openhtc.execution.engine.NetworkPlace;

/** The network namespaces of one host for the containers of its jobs. */
public interface NetworkPlaces {
  /**
   * The place for a container that is about to be created: a slot if one is free for the project,
   * else a network of its own. Never waits. A container that has a slot gets the same one again.
   *
   * @param container name of the container
   */
  NetworkPlace take(UUID project, String container);

  /** A place that is no slot. */
  NetworkPlace own();

  /**
   * The container has ended, was removed, or will not be created. May be repeated; has no effect if
   * the container has no slot.
   */
  void giveBack(String container);

  /** The slot of the container does not run any more, so no container gets it again. */
  void lost(String container);
}
