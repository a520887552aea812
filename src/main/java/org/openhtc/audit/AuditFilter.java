package org.openhtc.audit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiPath;
import org.openhtc.api.Caller;
import org.openhtc.api.ClientAddress;
import org.openhtc.api.RequestId;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Records requests that may change something, and requests that issue credentials. It runs after
 * the filter that authenticates the caller and before the one that refuses jobs, so that refused
 * requests of jobs are recorded too.
 */
final class AuditFilter extends OncePerRequestFilter {
  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> TOKEN_EXCHANGES = Set.of("/oauth2/token", "/registry/token");
  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** The reads that issue credentials. A job's own are issued at its start, without a request. */
  private static final Pattern ISSUING =
      Pattern.compile(
          "/htc/projects/.+/(?:storage/(?:tokens?|token/[^/]+|presigned-url|regional-storage)"
              + "|container-registry/token|jobs/[^/]+/reproduce)");

  private static final Pattern IN_PROJECT = Pattern.compile("/htc/projects/([^/]+).*");
  private static final int MAX_PATH_LENGTH = 1000;

  private final AuditWriter writer;
  private final ClientAddress addresses;
  private final Clock clock;

  AuditFilter(AuditWriter writer, ClientAddress addresses, Clock clock) {
    this.writer = writer;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = ApiPath.of(request);
    return !(CHANGING.contains(request.getMethod())
        ? !TOKEN_EXCHANGES.contains(path)
        : READING.contains(request.getMethod()) && ISSUING.matcher(path).matches());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
      chain.doFilter(request, response);
      return;
    }
    long id = writer.begin(entry(request, caller, authentication.getName()));
    int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      completeOrDiscard(id, status, request);
    }
  }

  private AuditEntry entry(HttpServletRequest request, Caller caller, String email) {
    String path = ApiPath.of(request);
    Matcher inProject = IN_PROJECT.matcher(path);
    return new AuditEntry(
        clock.instant(),
        caller,
        email,
        inProject.matches() ? projectId(inProject.group(1)) : null,
        request.getMethod(),
        path.length() > MAX_PATH_LENGTH ? path.substring(0, MAX_PATH_LENGTH) : path,
        RequestId.current(),
        addresses.of(request));
  }

  /** The id in canonical form, regardless of its spelling in the path; null if it is not a UUID. */
  private static @Nullable String projectId(String written) {
    try {
      return UUID.fromString(written).toString();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Removes the entry of a request that the client got wrong (4xx except 403), because it changed
   * nothing. A request that failed with 5xx may have changed something before it failed.
   */
  private void completeOrDiscard(long id, int status, HttpServletRequest request) {
    boolean isClientError = HttpStatus.valueOf(status).is4xxClientError();
    if (isClientError && status != HttpStatus.FORBIDDEN.value()) {
      writer.discard(id);
    } else {
      writer.complete(id, status, operation(request));
    }
  }

  private static @Nullable String operation(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof Object p
        ? ApiPath.of(p.toString())
        : null;
  }
}
