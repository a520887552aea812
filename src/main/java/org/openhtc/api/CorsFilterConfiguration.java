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
 * Permits pages of the configured origins to call the service from a browser (CORS). Preflight
 * requests of other origins are refused. Their simple requests are still processed, because those
 * need a token like any request, but the browser does not show the response to the page.
 */
@Configuration(proxyBeanMethods = false)
class CorsFilterConfiguration {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private static final List<String> REQUEST_HEADERS =
      List.of(
          HttpHeaders.AUTHORIZATION,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.IF_NONE_MATCH,
          RequestId.HEADER,
          "Idempotency-Key",
          "Last-Event-ID");

  private static final List<String> EXPOSED_HEADERS =
      List.of(
          RequestId.HEADER,
          HttpHeaders.ETAG,
          HttpHeaders.RETRY_AFTER,
          HttpHeaders.WWW_AUTHENTICATE,
          HttpHeaders.ALLOW,
          HttpHeaders.LINK,
          "Idempotency-Replayed");

  /**
   * Runs before the security chain, because a preflight request has no token and because error
   * responses of the security chain need the CORS headers too.
   */
  @Bean
  FilterRegistrationBean<CorsFilter> corsFilterRegistration(
      HttpSettings settings, ErrorWriter errors) {
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.setAllowedOrigins(settings.allowedOrigins());
    allowed.setAllowedMethods(METHODS);
    allowed.setAllowedHeaders(REQUEST_HEADERS);
    allowed.setExposedHeaders(EXPOSED_HEADERS);
    allowed.setMaxAge(Duration.ofHours(1));
    CorsFilter filter =
        new CorsFilter(request ->
            allowed.checkOrigin(request.getHeader(HttpHeaders.ORIGIN)) == null ? null : allowed);
    filter.setCorsProcessor(new CorsErrorResponses(errors));
    FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(FilterOrder.CORS);
    return registration;
  }
}
