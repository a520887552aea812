package org.openhtc.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Spring's strict firewall, which also refuses NUL, because PostgreSQL cannot store it. Names of
 * images and repositories contain slashes, and many clients encode the slashes of a path parameter:
 * only below these two paths, {@code %2F} is accepted.
 */
final class PathFirewall implements HttpFirewall {
  private static final Pattern WITH_NAMES =
      Pattern.compile("(?:/api/v1)?/htc/projects/[^/%]+/container-registry/(?:images|repo)/");

  private final HttpFirewall strict = firewall(false);
  private final HttpFirewall forNames = firewall(true);

  private static HttpFirewall firewall(boolean acceptsSlash) {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
    firewall.setAllowUrlEncodedSlash(acceptsSlash);
    // A slash that stays encoded contains the character; an encoded one is refused below.
    firewall.setAllowUrlEncodedPercent(acceptsSlash);
    return firewall;
  }

  @Override
  public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean hasName = WITH_NAMES.matcher(path).lookingAt() && !path.contains("%25");
    return (hasName ? forNames : strict).getFirewalledRequest(request);
  }

  @Override
  public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
    return strict.getFirewalledResponse(response);
  }
}
