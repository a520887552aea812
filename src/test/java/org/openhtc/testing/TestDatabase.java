package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An empty database of a test, on the server of the service under test. */
public final class TestDatabase {
  private TestDatabase() {}

  private static String password(String dataDirectory) {
    try {
      return Files.readString(Path.of(dataDirectory).resolveSibling("pg-password"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Replaces a database of that name.
   *
   * @param service connections of the service
   * @return opens a new connection each time
   */
  public static DataSource create(DataSource service, String name) {
    JdbcClient server = JdbcClient.create(service);
    server.sql("drop database if exists " + name + " with (force)").update();
    server.sql("create database " + name).update();
    String port = server.sql("select current_setting('port')").query(String.class).single();
    String data = server.sql("show data_directory").query(String.class).single();
    return new DriverManagerDataSource(
        QuickCommits.url("jdbc:postgresql://127.0.0.1:%s/%s".formatted(port, name)),
        "postgres",
        password(data));
  }
}
