package org.openhtc.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.openhtc.embedded.HomeFiles;

/** A connection to the embedded PostgreSQL that runs in a home directory. */
final class RunningDatabase implements AutoCloseable {
  /** Lines of the server's file with its process id. */
  private static final int PID_LINE = 0;

  private static final int PORT_LINE = 3;

  /**
   * Temporary: it ends with the connection. The server keeps the write-ahead log from here on until
   * it was copied.
   */
  private static final String KEEP_LOG =
      "select pg_create_physical_replication_slot('openhtc_backup', true, true)";

  private static final String BEGIN = "select pg_walfile_name(pg_backup_start('openhtc', true))";

  private static final String END =
      "select labelfile, pg_walfile_name(lsn) from pg_backup_stop(false)";

  private final Connection connection;
  private String firstSegment = "";

  private RunningDatabase(Connection connection) {
    this.connection = connection;
  }

  /**
   * The end of a copy.
   *
   * @param label the content of the file {@code backup_label}
   * @param first the first segment of the write-ahead log that the copy needs
   * @param last the last one
   */
  record End(String label, String first, String last) {
    /** The names of segments are in the order of their content. */
    boolean needs(String segment) {
      return segment.compareTo(first) >= 0 && segment.compareTo(last) <= 0;
    }
  }

  /** Empty when no server runs in the home directory. */
  static Optional<RunningDatabase> of(Path home) throws IOException, SQLException {
    Path file = home.resolve(HomeFiles.DATABASE).resolve("postmaster.pid");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (lines.size() <= PORT_LINE || !isPostgres(Long.parseLong(lines.get(PID_LINE).strip()))) {
      return Optional.empty();
    }
    Properties login = new Properties();
    login.setProperty("user", "postgres");
    login.setProperty(
        "password", Files.readString(home.resolve(HomeFiles.DATABASE_PASSWORD)).strip());
    String url = "jdbc:postgresql://127.0.0.1:%s/postgres".formatted(lines.get(PORT_LINE).strip());
    return Optional.of(new RunningDatabase(DriverManager.getConnection(url, login)));
  }

  /** After a crash of the machine, the id may belong to another program. */
  private static boolean isPostgres(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> command.endsWith("/postgres"))
        .orElse(false);
  }

  /** From now on the server keeps its write-ahead log. */
  void begin() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(KEEP_LOG);
      try (ResultSet row = statement.executeQuery(BEGIN)) {
        row.next();
        firstSegment = row.getString(1);
      }
    }
  }

  /** The copy contains all that was committed before this call. */
  End end() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(END)) {
      row.next();
      return new End(row.getString(1), firstSegment, row.getString(2));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
