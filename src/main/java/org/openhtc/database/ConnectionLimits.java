package org.openhtc.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The size of a pool, and the limits of its connections. The server applies the limits of
 * statements; the client applies one that is longer, for a server that does not respond.
 *
 * @param connections maximum number
 * @param free longest wait for a free connection
 * @param statement longest time of a statement
 * @param lock longest wait for a lock, within a statement
 * @param transaction longest time of a transaction
 */
record ConnectionLimits(
    int connections, Duration free, Duration statement, Duration lock, Duration transaction) {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int IDLE_CONNECTIONS = 2;

  /** A transaction that sends no statement for this time is ended; it holds locks meanwhile. */
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(30);

  /** The compilation of a statement takes longer than any statement of the service. */
  private static final String NO_COMPILATION = parameter("jit", "off");

  /**
   * Sets only parameters that the server has: {@code transaction_timeout} exists from PostgreSQL 17
   * on.
   */
  private static final String SET =
      """
      select set_config(name, wanted, false)
      from (values %s) as limits (name, wanted) join pg_settings using (name)
      """;

  /** The client waits this much longer than the server for the end of a statement. */
  static Duration socketLimit(Duration statement) {
    return statement.plus(statement.dividedBy(4)).plusSeconds(1);
  }

  /** Connects when the first connection is requested. */
  HikariDataSource pool(String name, JdbcConnectionDetails database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(name);
    pool.setJdbcUrl(database.getJdbcUrl());
    pool.setUsername(database.getUsername());
    pool.setPassword(database.getPassword());
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(Math.min(connections, IDLE_CONNECTIONS));
    pool.setInitializationFailTimeout(-1); // a later attempt may succeed
    pool.setConnectionTimeout(free.toMillis());
    pool.setValidationTimeout(Math.min(free.toMillis(), CONNECT.toMillis()));
    pool.setConnectionInitSql(initSql());
    property(pool, "connectTimeout", CONNECT.toSeconds());
    property(pool, "socketTimeout", socketLimit(statement).toSeconds());
    property(pool, "tcpKeepAlive", true);
    property(pool, "ApplicationName", "openhtc " + name);
    return pool;
  }

  /** The driver ignores values that are not texts. */
  private static void property(HikariDataSource pool, String key, Object value) {
    pool.addDataSourceProperty(key, value.toString());
  }

  private String initSql() {
    Map<String, Duration> limits =
        Map.of(
            "statement_timeout", statement,
            "lock_timeout", lock,
            "transaction_timeout", transaction,
            "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION);
    return SET.formatted(
        Stream.concat(
                limits.entrySet().stream()
                    .map(limit -> parameter(limit.getKey(), limit.getValue().toMillis())),
                Stream.of(NO_COMPILATION))
            .collect(Collectors.joining(", ")));
  }

  private static String parameter(String name, Object value) {
    return "('%s', '%s')".formatted(name, value);
  }
}
