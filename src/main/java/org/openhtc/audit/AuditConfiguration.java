package org.openhtc.audit;

import java.time.Clock;
import org.openhtc.api.ClientAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.access.ExceptionTranslationFilter;

/** Adds the {@link AuditFilter} to the security chain, between authentication and authorization. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

  @Bean
  Customizer<HttpSecurity> recordChanges(AuditWriter writer, ClientAddress addresses, Clock clock) {
    return http ->
        http.addFilterBefore(
            new AuditFilter(writer, addresses, clock), ExceptionTranslationFilter.class);
  }
}
