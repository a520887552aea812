package org.openhtc.execution.slot;

/**
 * For whom slots are made.
 *
 * @param network the engine's network mode for jobs
 */
record SlotOwner(String installation, String host, String network) {
  /** Unique on an engine, also if several hosts have the same engine. */
  String slotName(long epoch, int number) {
    return "openhtc-slot-%s-%08x-%d-%d"
        .formatted(installation.substring(0, 8), host.hashCode(), epoch, number);
  }

  /** Whether the network mode makes a network namespace that several containers can use in turn. */
  boolean canHaveSlots() {
    return !network.equals("none") && !network.equals("host") && !network.startsWith("container:");
  }
}
