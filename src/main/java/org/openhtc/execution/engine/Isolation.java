package org.openhtc.execution.engine;

/**
 * How far the jobs on a host are isolated from it and from each other.
 *
 * @param reason one clause that describes what was found
 */
public record Isolation(Level level, String reason) {
  /** The degree of isolation. */
  public enum Level {
    /** Firewall rules keep jobs from each other, their host and its metadata service. */
    FIREWALL,
    /** Jobs have no network except their own loopback interface. */
    NO_NETWORK,
    /** Jobs can reach services that listen on their host. */
    NONE
  }

  /** No isolation, for this reason. */
  public static Isolation none(String reason) {
    return new Isolation(Level.NONE, reason);
  }
}
