package org.openhtc.database;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Down while the database does not respond, as requests then get 503 in any case. It is the
 * component {@code database} of the readiness.
 */
@Component
class DatabaseHealthIndicator implements HealthIndicator {
  private final JdbcClient jdbc;

  DatabaseHealthIndicator(@Qualifier(UrgentConnections.NAME) DataSource connections) {
    this.jdbc = JdbcClient.create(connections);
  }

  @Override
  public Health health() {
    try {
      jdbc.sql("select 1").query(Integer.class).single();
      return Health.up().build();
    } catch (DataAccessException e) {
      return Health.down().build();
    }
  }
}
