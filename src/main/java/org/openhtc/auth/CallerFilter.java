package org.openhtc.auth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.openhtc.api.ApiException;
import org.openhtc.api.ApiPath;
import org.openhtc.api.ClientAddress;
import org.openhtc.api.Reauthentication;
import org.openhtc.api.ValidUntil;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates the caller by the header {@code Authorization}. It refuses no request: with bad
 * credentials the request stays anonymous, which suffices for public paths, and the reason is
 * stored for {@link SecurityErrorResponses}.
 */
final class CallerFilter extends OncePerRequestFilter {
  static final String REFUSAL = CallerFilter.class.getName() + ".refusal";

  private final Authenticator authenticator;
  private final ClientAddress addresses;
  private final MetricsAccess metrics;

  CallerFilter(Authenticator authenticator, ClientAddress addresses, MetricsAccess metrics) {
    this.authenticator = authenticator;
    this.addresses = addresses;
    this.metrics = metrics;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Credentials.read(request.getHeader(HttpHeaders.AUTHORIZATION))
        .filter(credentials -> credentials.scheme().isAcceptedAt(ApiPath.of(request)))
        .filter(credentials -> !metrics.hasToken(request))
        .ifPresent(credentials -> authenticate(credentials, request));
    chain.doFilter(request, response);
  }

  private void authenticate(Credentials credentials, HttpServletRequest request) {
    try {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      String address = addresses.of(request);
      CallerAuthentication caller = authenticator.authenticate(credentials, address);
      context.setAuthentication(caller);
      SecurityContextHolder.setContext(context);
      caller.expiry().ifPresent(expiry -> ValidUntil.set(request, expiry));
      Reauthentication.set(
          request, () -> authenticator.authenticate(credentials, address).getPrincipal());
    } catch (ApiException refused) {
      request.setAttribute(REFUSAL, refused);
    }
  }
}
