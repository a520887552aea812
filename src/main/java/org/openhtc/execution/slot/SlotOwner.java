package org.openhtc.execution.slot;

import java.util.UUID;

/**
 * For whom slots are made.
 *
 * @param agent random, so that the names of slots are unique on an engine also if several hosts
 *     have the same engine, or a host gets a new agent
 * @param network the engine's network mode for jobs
 */
record SlotOwner(String installation, String host, String agent, String network) {
  static SlotOwner of(String installation, String host, String network) {
    return new SlotOwner(installation, host, UUID.randomUUID().toString().substring(0, 8), network);
  }

  /** Of the names of all slots of the installation. */
  String prefix() {
    return "openhtc-slot-" + installation.substring(0, 8);
  }

  String slotName(long epoch, int number) {
    return "%s-%d-%s-%d".formatted(prefix(), epoch, agent, number);
  }

  /** Whether the network mode makes a network namespace that several containers can use in turn. */
  boolean canHaveSlots() {
    return !network.equals("none") && !network.equals("host") && !network.startsWith("container:");
  }
}
