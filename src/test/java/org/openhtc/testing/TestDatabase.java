package org.openhtc.testing;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An empty database of a test, on the server of the service under test. */
public final class TestDatabase {
  private TestDatabase() {}

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
    return new DriverManagerDataSource(
        "jdbc:postgresql://localhost:%s/%s".formatted(port, name), "postgres", "postgres");
  }
}
