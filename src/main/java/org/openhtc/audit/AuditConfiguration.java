package org.openhtc.audit;

import java.time.Clock;
import org.openhtc.api.ClientAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.access.ExceptionTranslationFilter;

/** Puts the record into the security chain, where callers are known and refusals are not yet. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

  @Bean
  Customizer<HttpSecurity> recordChanges(AuditWriter writer, ClientAddress addresses, Clock clock) {
    return http ->
        http.addFilterBefore(
            new AuditFilter(writer, addresses, clock), ExceptionTranslationFilter.class);
  }
}
