package org.openhtc.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.openhtc.api.ApiException;
import org.openhtc.api.ApiPath;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.ErrorCode;
import org.openhtc.api.ErrorWriter;
import org.openhtc.api.Role;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** Error responses of the security chain, before a controller: 401, 403, 429 and unsafe paths. */
@Component
class SecurityErrorResponses
    implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
  /** The methods that the firewall permits; the methods of a single path are not known here. */
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final ErrorWriter errors;

  SecurityErrorResponses(ErrorWriter errors) {
    this.errors = errors;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
      throws IOException {
    boolean forTokens = ApiPath.of(request).equals("/auth/token");
    ApiException refusal =
        request.getAttribute(CallerFilter.REFUSAL) instanceof ApiException stored
            ? stored
            : ApiException.unauthorized(sentence(forTokens));
    if (refusal.code() == ErrorCode.UNAUTHORIZED) {
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE, (forTokens ? "Token" : "Bearer") + " realm=\"OpenHTC\"");
    }
    errors.write(response, refusal);
  }

  private static String sentence(boolean forTokens) {
    return forTokens
        ? "Send the header 'Authorization: Token <API key>', or 'Refresh <refresh token>'."
        : "Send the header 'Authorization: Bearer <token>' with a token from /auth/token.";
  }

  /**
   * Jobs are refused here, and users at the paths of Spring Boot's endpoints. At all other paths
   * controllers check the permissions of users.
   */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
      throws IOException {
    errors.write(
        response,
        ErrorCode.FORBIDDEN,
        isJob()
            ? "The token of a job does not permit %s %s."
                .formatted(request.getMethod(), request.getRequestURI())
            : "This needs the role %s.".formatted(Role.PLATFORM_ADMIN));
  }

  private static boolean isJob() {
    return SecurityContextHolder.getContext().getAuthentication()
            instanceof CallerAuthentication caller
        && caller.getPrincipal() instanceof JobCaller;
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException exception)
      throws IOException {
    if (METHODS.contains(request.getMethod())) {
      errors.write(
          response,
          ErrorCode.VALIDATION_ERROR,
          "The path or a header contains characters that are not allowed, such as '//', ';' or"
              + " '%2F'.");
    } else {
      response.setHeader(HttpHeaders.ALLOW, String.join(", ", METHODS));
      errors.write(
          response,
          ErrorCode.METHOD_NOT_ALLOWED,
          "Method %s is not allowed anywhere.".formatted(request.getMethod()));
    }
  }
}
