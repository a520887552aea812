package org.openhtc.tls;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.openhtc.api.ErrorCode;
import org.openhtc.api.ErrorWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Handles the port with plain HTTP. Health checks pass. Reads without credentials, as those of
 * browsers, are redirected. Other requests are refused and not redirected, because a client that
 * follows redirects would send its credentials or its data in the clear each time.
 */
final class PlainHttpFilter extends OncePerRequestFilter {
  private static final String HEALTH = "/actuator/health";
  private static final int HTTPS = 443;
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final int plainPort;
  private final int httpsPort;
  private final ErrorWriter errors;

  PlainHttpFilter(int plainPort, int httpsPort, ErrorWriter errors) {
    this.plainPort = plainPort;
    this.httpsPort = httpsPort;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!READS.contains(request.getMethod()) || hasCredentials(request)) {
      errors.write(
          response,
          ErrorCode.VALIDATION_ERROR,
          "Send this request by HTTPS. Replace credentials that were sent without it.");
      return;
    }
    response.setStatus(HttpStatus.PERMANENT_REDIRECT.value());
    response.setHeader(HttpHeaders.LOCATION, target(request));
  }

  private static boolean hasCredentials(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
  }

  private String target(HttpServletRequest request) {
    String port = httpsPort == HTTPS ? "" : ":" + httpsPort;
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    return "https://" + request.getServerName() + port + request.getRequestURI() + query;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getLocalPort() != plainPort || request.getRequestURI().startsWith(HEALTH);
  }
}
