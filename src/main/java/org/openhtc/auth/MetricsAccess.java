package org.openhtc.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiPath;
import org.openhtc.api.Role;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Access to the metrics of the installation: for platform administrators, and for a monitoring
 * system with the token of the settings. That token permits nothing else, and it is accepted while
 * the database is unavailable, because no user belongs to it.
 */
@Component
class MetricsAccess implements AuthorizationManager<RequestAuthorizationContext> {
  static final String PATH = "/actuator/prometheus";

  private final @Nullable String token;

  MetricsAccess(AuthSettings settings) {
    this.token = settings.metricsToken();
  }

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    return new AuthorizationDecision(
        hasToken(context.getRequest()) || isPlatformAdmin(authentication.get()));
  }

  private static boolean isPlatformAdmin(@Nullable Authentication authentication) {
    return authentication instanceof CallerAuthentication caller
        && caller.getPrincipal().role().atLeast(Role.PLATFORM_ADMIN);
  }

  /** Whether the request is for the metrics and has the token, so that it needs no caller. */
  boolean hasToken(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return token != null
        && header != null
        && PATH.equals(ApiPath.of(request))
        && Credentials.read(header)
            .filter(sent -> sent.scheme() == Credentials.Scheme.BEARER)
            .filter(sent -> isEqual(sent.value(), token))
            .isPresent();
  }

  /** Takes the same time for all values of the same length. */
  private static boolean isEqual(String sent, String token) {
    return MessageDigest.isEqual(
        sent.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
