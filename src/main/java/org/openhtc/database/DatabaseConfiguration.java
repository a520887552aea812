package org.openhtc.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The pools. No pool can exhaust another: slow requests delay no placement and no report, and
 * neither of them delays the renewal of a lease.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  private static final String REQUESTS = "requestConnections";
  private static final String SERVICE = "serviceConnections";

  /** One for renewals of leases, one to take leases, one for the health check. */
  private static final ConnectionLimits URGENT_LIMITS =
      new ConnectionLimits(
          3,
          UrgentConnections.LONGEST_WAIT,
          UrgentConnections.LONGEST_WAIT,
          Duration.ofSeconds(1),
          Duration.ofSeconds(3));

  private final JdbcConnectionDetails database;
  private final DatabaseSettings settings;

  DatabaseConfiguration(
      ObjectProvider<JdbcConnectionDetails> embedded,
      DataSourceProperties configured,
      DatabaseSettings settings) {
    this.database = embedded.getIfAvailable(() -> details(configured));
    this.settings = settings;
  }

  @Bean(defaultCandidate = false)
  HikariDataSource requestConnections() {
    Duration statement = settings.requestStatement();
    return new ConnectionLimits(
            settings.requestConnections(),
            Duration.ofSeconds(10),
            statement,
            Duration.ofSeconds(10),
            statement.multipliedBy(3))
        .pool("requests", database);
  }

  @Bean(defaultCandidate = false)
  HikariDataSource serviceConnections() {
    return new ConnectionLimits(
            settings.serviceConnections(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(45),
            Duration.ofSeconds(5),
            Duration.ofMinutes(3))
        .pool("service", database);
  }

  @Bean(name = UrgentConnections.NAME, defaultCandidate = false)
  HikariDataSource urgentConnections() {
    return URGENT_LIMITS.pool("urgent", database);
  }

  @Bean
  @Primary
  DataSource dataSource(
      @Qualifier(REQUESTS) DataSource requests, @Qualifier(SERVICE) DataSource service) {
    RequestRouting routing = new RequestRouting();
    routing.setTargetDataSources(Map.of(true, requests, false, service));
    return routing;
  }

  /** Without limits for statements, because a migration may change large tables. */
  @Bean(name = UnpooledConnections.NAME, defaultCandidate = false)
  @FlywayDataSource
  DataSource unpooledConnections() {
    DriverManagerDataSource unpooled = new DriverManagerDataSource(database.getJdbcUrl());
    unpooled.setUsername(database.getUsername());
    unpooled.setPassword(database.getPassword());
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    unpooled.setConnectionProperties(properties);
    return unpooled;
  }

  private static JdbcConnectionDetails details(DataSourceProperties configured) {
    return new JdbcConnectionDetails() {
      @Override
      public @Nullable String getUsername() {
        return configured.determineUsername();
      }

      @Override
      public @Nullable String getPassword() {
        return configured.determinePassword();
      }

      @Override
      public String getJdbcUrl() {
        return configured.determineUrl();
      }
    };
  }
}
