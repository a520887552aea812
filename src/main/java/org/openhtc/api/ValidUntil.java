package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;

/** How long the credentials of a request are good: an answer that goes on must end by then. */
public final class ValidUntil {
  private static final String ATTRIBUTE = ValidUntil.class.getName();

  private ValidUntil() {}

  /** For whoever has verified the credentials. */
  public static void set(HttpServletRequest request, Instant expiry) {
    request.setAttribute(ATTRIBUTE, expiry);
  }

  /** {@link Instant#MAX} for credentials that do not expire. */
  public static Instant of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Instant expiry ? expiry : Instant.MAX;
  }
}
