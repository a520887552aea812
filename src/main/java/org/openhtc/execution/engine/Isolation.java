package org.openhtc.execution.engine;

/**
 * How far a host keeps its jobs from itself and from each other.
 *
 * @param reason one clause that says what was found
 */
public record Isolation(Level level, String reason) {
  /** From an engine's network of its own to none at all. */
  public enum Level {
    /** Jobs can't reach each other, their host or its metadata service: rules are in place. */
    FIREWALL,
    /** Jobs have no network but their own loopback. */
    NO_NETWORK,
    /** Nothing keeps jobs from services that listen on their host. */
    NONE
  }

  public static Isolation none(String reason) {
    return new Isolation(Level.NONE, reason);
  }
}
