package org.openhtc.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses a PostgreSQL server that can lose commits in a crash, before the first migration.
 * Accepted jobs would be lost, and jobs that were placed would run twice.
 *
 * <p>It is checked once: a change of the server's settings while the service runs is not noticed.
 */
@Component
final class DurableCommits implements FlywayMigrationStrategy {
  private static final String OFF =
      """
      select coalesce(string_agg(name || ' = off', ' and ' order by name), '') from pg_settings
      where name in ('fsync', 'synchronous_commit') and setting = 'off'
      """;

  private final DatabaseSettings settings;

  DurableCommits(DatabaseSettings settings) {
    this.settings = settings;
  }

  @Override
  public void migrate(Flyway flyway) {
    if (settings.requireDurableCommits()) {
      require(flyway.getConfiguration().getDataSource());
    }
    flyway.migrate();
  }

  /**
   * @throws IllegalStateException if a setting of the server, or of this connection, is off
   */
  private static void require(DataSource connections) {
    String off = JdbcClient.create(connections).sql(OFF).query(String.class).single();
    if (!off.isEmpty()) {
      throw new IllegalStateException(
          ("PostgreSQL has %s: a crash of its machine would lose accepted jobs. Set both to on, or"
                  + " openhtc.database.require-durable-commits to false if the data may be lost.")
              .formatted(off));
    }
  }
}
