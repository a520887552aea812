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
 * reads: the commits, and the statements if the server counts them. Other results have the lines
 *
 * <ul>
 *   <li>{@code count-statements}, which makes the server count statements after its next start,
 *   <li>{@code sizes}: the bytes of each table with its indexes,
 *   <li>{@code connections}: the number of connections to the server,
 *   <li>{@code expire}, which gives all ended batches an age at which they are purged,
 *   <li>{@code expired}: the jobs of such batches that are not purged yet.
 * </ul>
 */
final class DatabaseStatistics {
  private static final String COMMITS =
      "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
  private static final String STATEMENTS = "SELECT sum(calls)::bigint FROM pg_stat_statements";
  private static final String CONNECTIONS =
      "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";
  private static final String COUNTS =
      "SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'";

  private static final String SIZES =
      """
      SELECT json_object_agg(relname, pg_total_relation_size(oid))::text FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      """;

  /** Longer than the default of {@code openhtc.purge.after}. */
  private static final String EXPIRE =
      "UPDATE job_batch SET updated_at = updated_at - interval '100 days'"
          + " WHERE ended_at > now() - interval '90 days'";

  private static final String EXPIRED =
      "SELECT coalesce(sum(size), 0)::bigint FROM job_batch"
          + " WHERE ended_at < now() - interval '90 days'";

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
        System.out.println(statistics.respond(line));
      }
    }
  }

  private String respond(String line) throws SQLException {
    return switch (line) {
      case "count-statements" -> load();
      case "sizes" -> text(SIZES);
      case "connections" -> "{\"connections\":" + number(CONNECTIONS) + "}";
      case "expire" -> "{\"batches\":" + statement.executeUpdate(EXPIRE) + "}";
      case "expired" -> "{\"jobs\":" + number(EXPIRED) + "}";
      default -> read();
    };
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

  private String text(String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private long number(String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
