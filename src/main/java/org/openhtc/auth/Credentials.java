package org.openhtc.auth;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The credentials in the header {@code Authorization}. */
record Credentials(Scheme scheme, String value) {

  /** The authentication scheme. */
  enum Scheme {
    /** An access token; accepted everywhere except where tokens are issued. */
    BEARER,
    /** A user's API key. */
    TOKEN,
    /** A job's refresh token. */
    REFRESH;

    /** Whether the scheme is accepted at a path (without base path). */
    boolean isAcceptedAt(String path) {
      return switch (this) {
        case BEARER -> !path.equals("/auth/token");
        case TOKEN -> path.equals("/auth/token") || path.equals("/auth/whoami");
        case REFRESH -> path.equals("/auth/token");
      };
    }
  }

  /** The credentials in a header; empty when it has none with a supported scheme. */
  static Optional<Credentials> read(@Nullable String header) {
    String[] parts = header == null ? new String[0] : header.strip().split("\\s+", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    return scheme(parts[0]).map(scheme -> new Credentials(scheme, parts[1]));
  }

  private static Optional<Scheme> scheme(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(Scheme.BEARER);
      case "token" -> Optional.of(Scheme.TOKEN);
      case "refresh" -> Optional.of(Scheme.REFRESH);
      default -> Optional.empty();
    };
  }

  /** Keeps keys and tokens out of logs. */
  @Override
  public String toString() {
    return scheme + " ***";
  }
}
