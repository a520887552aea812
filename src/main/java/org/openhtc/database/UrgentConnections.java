package org.openhtc.database;

import java.time.Duration;

/** A small pool for short statements that must not wait for other work. */
public final class UrgentConnections {
  /** The qualifier of the data source. */
  public static final String NAME = "urgentConnections";

  /** Every statement, and every wait for a connection, ends after about this time. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private UrgentConnections() {}
}
