package org.openhtc.lease;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leases have connections of their own: no request and no other work can delay a renewal. */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {
  /** One for renewals, one to take leases. */
  private static final int CONNECTIONS = 2;

  private static final int MILLIS_PER_SECOND = 1000;

  /** Every wait is shorter than the time between two renewals, so that a failed one is repeated. */
  @Bean(defaultCandidate = false)
  HikariDataSource leaseConnections(JdbcConnectionDetails database, LeaseSettings settings) {
    long wait = settings.duration().toMillis() / 3;
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("leases");
    pool.setJdbcUrl(database.getJdbcUrl());
    pool.setUsername(database.getUsername());
    pool.setPassword(database.getPassword());
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setConnectionTimeout(wait);
    pool.setValidationTimeout(wait);
    pool.setConnectionInitSql("set statement_timeout = " + wait);
    int seconds = (int) Math.max(1, wait / MILLIS_PER_SECOND);
    pool.addDataSourceProperty("socketTimeout", seconds);
    pool.addDataSourceProperty("connectTimeout", seconds);
    return pool;
  }

  @Bean
  DatabaseLeases leases(
      @Qualifier("leaseConnections") HikariDataSource own,
      JdbcClient callers,
      LeaseSettings settings) {
    return new DatabaseLeases(JdbcClient.create(own), callers, settings, System::nanoTime);
  }
}
