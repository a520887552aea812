package org.openhtc.lease;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.openhtc.database.UrgentConnections;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Leases have connections on which no request and no other work can delay a renewal. The time is
 * that of the database in all processes of the service.
 */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {

  @Bean
  RenewedLeases leases(
      @Qualifier(UrgentConnections.NAME) DataSource own,
      JdbcClient callers,
      LeaseSettings settings) {
    return new RenewedLeases(
        JdbcClient.create(own), callers, HolderName.ofThisProcess(), settings, System::nanoTime);
  }

  @Bean
  DatabaseTime databaseTime() {
    return new DatabaseTime(Clock.systemUTC().instant(), System::nanoTime);
  }

  @Bean
  DatabaseTimeReading databaseTimeReading(JdbcClient jdbc, DatabaseTime time) {
    return new DatabaseTimeReading(jdbc, time, System::nanoTime);
  }

  /**
   * The clock of the service. Has the resolution of the database, a microsecond, so that stored
   * times are read back equal.
   *
   * @param reading is used once before the clock is
   */
  @Bean
  Clock clock(DatabaseTime time, DatabaseTimeReading reading) {
    reading.pass();
    return Clock.tick(time.withZone(ZoneOffset.UTC), Duration.ofNanos(1000));
  }
}
