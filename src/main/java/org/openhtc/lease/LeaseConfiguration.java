package org.openhtc.lease;

import javax.sql.DataSource;
import org.openhtc.database.UrgentConnections;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leases have connections on which no request and no other work can delay a renewal. */
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
}
