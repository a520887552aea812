package org.openhtc.embedded;

import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides an embedded PostgreSQL when {@code spring.datasource.url} is not set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    name = "spring.datasource.url",
    havingValue = "embedded",
    matchIfMissing = true)
class EmbeddedPostgresConfiguration {

  @Bean(destroyMethod = "close")
  PostgresServer embeddedPostgres(HomeSettings settings) throws IOException {
    return PostgresServer.start(settings.home());
  }

  @Bean
  PostgresSupervisor postgresSupervisor(PostgresServer server) {
    return PostgresSupervisor.of(server);
  }

  @Bean
  JdbcConnectionDetails jdbcConnectionDetails(PostgresServer server) throws IOException {
    String password = server.password();
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return "postgres";
      }

      @Override
      public String getPassword() {
        return password;
      }

      @Override
      public String getJdbcUrl() {
        return server.jdbcUrl();
      }
    };
  }
}
