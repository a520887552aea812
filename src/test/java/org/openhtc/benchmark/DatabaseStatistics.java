package org.openhtc.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads the statistics of the service's database. Prints one line of JSON for each line that it
 * reads: the commits, and the statements if the server counts them. The line {@code
 * count-statements} makes the server count statements after its next start.
 */
final class DatabaseStatistics {
  private static final String COMMITS =
      "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
  private static final String STATEMENTS = "SELECT sum(calls)::bigint FROM pg_stat_statements";
  private static final String COUNTS =
      "SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'";

  private final Statement statement;
  private final boolean countsStatements;

  private DatabaseStatistics(Statement statement) throws SQLException {
    this.statement = statement;
    if (number("SELECT count(*) FROM pg_settings WHERE name = 'pg_stat_statements.max'") > 0) {
      statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    }
    countsStatements = number(COUNTS) > 0;
  }

  /** The arguments are the JDBC address and the password. */
  public static void main(String[] words) throws Exception {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection(words[0], "postgres", words[1]);
        Statement statement = connection.createStatement()) {
      DatabaseStatistics statistics = new DatabaseStatistics(statement);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        System.out.println(line.equals("count-statements") ? statistics.load() : statistics.read());
      }
    }
  }

  private String load() throws SQLException {
    statement.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
    statement.execute("ALTER SYSTEM SET \"pg_stat_statements.max\" = 10000");
    return "{}";
  }

  private String read() throws SQLException {
    String statements = countsStatements ? ",\"statements\":" + number(STATEMENTS) : "";
    return "{\"commits\":" + number(COMMITS) + statements + "}";
  }

  private long number(String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
