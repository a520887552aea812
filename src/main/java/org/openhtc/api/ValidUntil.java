package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;

/** The expiry of the credentials of a request. A long response must end at that time. */
public final class ValidUntil {
  private static final String ATTRIBUTE = ValidUntil.class.getName();

  private ValidUntil() {}

  /** Stores the expiry. Called by the filter that verified the credentials. */
  public static void set(HttpServletRequest request, Instant expiry) {
    request.setAttribute(ATTRIBUTE, expiry);
  }

  /** {@link Instant#MAX} for credentials that do not expire. */
  public static Instant of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Instant expiry ? expiry : Instant.MAX;
  }
}
