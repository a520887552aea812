package org.openhtc.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Down when no check has succeeded for 30 seconds. A shorter outage, such as a failover, does not
 * take the process out of a load balancer. It is the component {@code database} of the readiness.
 */
@Component
class DatabaseHealthIndicator implements HealthIndicator {
  private static final Duration TOLERATED = Duration.ofSeconds(30);

  private final JdbcClient jdbc;
  private final Clock clock;
  private volatile Instant lastSuccess = Instant.EPOCH;

  DatabaseHealthIndicator(@Qualifier(UrgentConnections.NAME) DataSource connections, Clock clock) {
    this.jdbc = JdbcClient.create(connections);
    this.clock = clock;
  }

  @Override
  public Health health() {
    try {
      jdbc.sql("select 1").query(Integer.class).single();
      succeeded();
      return Health.up().build();
    } catch (DataAccessException e) {
      boolean isTolerated = clock.instant().isBefore(lastSuccess.plus(TOLERATED));
      return isTolerated ? Health.up().build() : Health.down().build();
    }
  }

  void succeeded() {
    lastSuccess = clock.instant();
  }
}
