package org.openhtc.api;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A database that is unreachable, or so busy that a statement exceeded a time limit. */
final class DatabaseOutage {
  private static final Duration RETRY = Duration.ofSeconds(5);

  /**
   * The states of PostgreSQL for: connection, exceeded time limits of transactions, conflicts of
   * transactions, resources, locks, and statements ended by the server.
   */
  private static final Pattern STATES =
      Pattern.compile("08...|25P03|25P04|40...|53...|55P03|57...");

  private DatabaseOutage() {}

  /** Whether a request failed because of an outage, so that it may succeed later. */
  static boolean isCause(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> false;
      case SQLTransientException noConnection -> true;
      // The server and its driver give every error a state, the pool gives none to a connection
      // that broke while it was in use.
      case SQLException e when e.getSQLState() == null -> true;
      case SQLException e -> STATES.matcher(e.getSQLState()).matches();
      default -> isCause(failure.getCause());
    };
  }

  static ApiException response() {
    return ApiException.unavailable("The database is unreachable or busy.", RETRY);
  }
}
