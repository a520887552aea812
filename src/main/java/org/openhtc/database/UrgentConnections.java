package org.openhtc.database;

/**
 * A small pool for short statements that must not wait for other work. Every wait ends after about
 * two seconds.
 */
public final class UrgentConnections {
  /** The qualifier of the data source. */
  public static final String NAME = "urgentConnections";

  private UrgentConnections() {}
}
