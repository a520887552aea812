package org.openhtc.database;

/**
 * Connections that live as long as their user, without limits for statements: for migrations, and
 * to listen for notifications.
 */
public final class UnpooledConnections {
  /** The qualifier of the data source. */
  public static final String NAME = "unpooledConnections";

  private UnpooledConnections() {}
}
