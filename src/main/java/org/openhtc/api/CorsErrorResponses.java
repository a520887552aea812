package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Refuses with an {@link ErrorBody}: preflight requests whose origin, method or headers are not
 * allowed, and other requests of an allowed origin whose method is not allowed. {@link
 * CorsFilterConfiguration} explains why requests of other origins are not refused.
 */
final class CorsErrorResponses extends DefaultCorsProcessor {
  private final ErrorWriter errors;

  CorsErrorResponses(ErrorWriter errors) {
    this.errors = errors;
  }

  @Override
  public boolean processRequest(
      @Nullable CorsConfiguration allowed, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean passes =
        super.processRequest(allowed, request, response)
            && (allowed != null || !CorsUtils.isPreFlightRequest(request));
    if (!passes) {
      errors.write(response, ErrorCode.FORBIDDEN, sentence(allowed, request));
    }
    return passes;
  }

  private static String sentence(@Nullable CorsConfiguration allowed, HttpServletRequest request) {
    if (allowed == null) {
      return "Pages of origin '%s' may not call this service; see openhtc.http.allowed-origins."
          .formatted(request.getHeader(HttpHeaders.ORIGIN));
    }
    String preflighted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    String method = preflighted == null ? request.getMethod() : preflighted;
    String headers = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    return headers == null
        ? "Pages may not send method '%s'.".formatted(method)
        : "Pages may not send method '%s' with headers '%s'.".formatted(method, headers);
  }

  /**
   * Writes nothing: {@link #processRequest} writes the error, because its message names values of
   * the request, which this method does not receive.
   */
  @Override
  protected void rejectRequest(ServerHttpResponse response) {}
}
