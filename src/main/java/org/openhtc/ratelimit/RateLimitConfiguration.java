package org.openhtc.ratelimit;

import java.time.Clock;
import org.openhtc.api.ErrorWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** Adds the {@link CallerRateFilter} to the security chain, directly after authentication. */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

  @Bean
  Customizer<HttpSecurity> limitRequests(
      RateLimitSettings settings, ErrorWriter errors, Clock clock) {
    if (settings.requestsPerMinute() == 0) {
      return Customizer.withDefaults();
    }
    Buckets buckets = new Buckets(settings.burst(), settings.requestsPerMinute(), clock);
    return http ->
        http.addFilterAfter(
            new CallerRateFilter(buckets, settings, errors), AnonymousAuthenticationFilter.class);
  }
}
