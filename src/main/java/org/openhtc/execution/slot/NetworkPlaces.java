package org.openhtc.execution.slot;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.execution.engine.NetworkPlace;

/** The network namespaces of one host for the containers of its jobs. */
public interface NetworkPlaces {
  /**
   * The place for a container that is about to be created: a slot if one is free for the project,
   * else a network of its own. Never waits.
   *
   * @param container name of the container
   */
  NetworkPlace take(UUID project, String container);

  /**
   * The place for a container that is created before there is room for it, as {@link #take}. Empty
   * if the host has slots and none is free for the project now: one may be when there is room.
   *
   * @param container name of the container
   */
  Optional<NetworkPlace> reserve(UUID project, String container);

  /** A place that is no slot. */
  NetworkPlace own();

  /**
   * Called when a launch has failed and its container does not exist. Has no effect if the
   * container has no slot.
   */
  void giveBack(String container);

  /**
   * Called after a launch that failed because the slot does not run any more. No container gets it
   * again.
   */
  void lost(String container);

  /**
   * Called when a container has ended or was removed. May be repeated.
   *
   * @param labels of the container
   */
  void ended(Map<String, String> labels);
}
