package org.openhtc.execution.engine;

import org.openhtc.execution.ContainerLabels;

/** Where the network of a container comes from. */
public sealed interface NetworkPlace {
  /** The container has a network namespace of its own. */
  static NetworkPlace own(String mode) {
    return new Own(mode);
  }

  /**
   * A network namespace of its own, which the engine makes at the start and removes at the end.
   *
   * @param mode the engine's network mode, such as {@link JobNetwork#name()} or {@code none}
   */
  record Own(String mode) implements NetworkPlace {}

  /**
   * The network namespace of a slot, which exists before and after the container.
   *
   * @param use counts the uses of the slot, from 1
   */
  record Joined(Slot slot, int use) implements NetworkPlace {
    /** Slot and use, in the container's label {@link ContainerLabels#SLOT}. */
    public String label() {
      return slot.name() + "/" + use;
    }
  }
}
