package org.openhtc.api;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets pages of the origins in the settings call the service from a browser. What pages of other
 * origins send is carried out as ever, for they need a token anyhow, but no browser shows them the
 * answer, and their preflights are refused.
 */
@Configuration(proxyBeanMethods = false)
class CorsFilterConfiguration {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private static final List<String> SENT =
      List.of(
          HttpHeaders.AUTHORIZATION,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.IF_NONE_MATCH,
          RequestId.HEADER,
          "Idempotency-Key",
          "Last-Event-ID");

  private static final List<String> SHOWN =
      List.of(
          RequestId.HEADER,
          HttpHeaders.ETAG,
          HttpHeaders.RETRY_AFTER,
          HttpHeaders.WWW_AUTHENTICATE,
          HttpHeaders.ALLOW,
          HttpHeaders.LINK,
          "Idempotency-Replayed");

  /** Before the security chain: a preflight brings no token, and refusals must be shown too. */
  @Bean
  FilterRegistrationBean<CorsFilter> browserAccessFilter(
      HttpSettings settings, ErrorWriter errors) {
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.setAllowedOrigins(settings.allowedOrigins());
    allowed.setAllowedMethods(METHODS);
    allowed.setAllowedHeaders(SENT);
    allowed.setExposedHeaders(SHOWN);
    allowed.setMaxAge(Duration.ofHours(1));
    CorsFilter filter =
        new CorsFilter(request ->
            allowed.checkOrigin(request.getHeader(HttpHeaders.ORIGIN)) == null ? null : allowed);
    filter.setCorsProcessor(new CorsErrorResponses(errors));
    FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(FilterOrder.BROWSER_ACCESS);
    return registration;
  }
}
