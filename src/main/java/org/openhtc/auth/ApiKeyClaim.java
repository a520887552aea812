package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.util.Optional;
import java.util.UUID;

/** The API key for which a token was issued. */
final class ApiKeyClaim {
  private ApiKeyClaim() {}

  /** Empty for the token of a job. */
  static Optional<UUID> of(Claims claims) {
    return Optional.ofNullable(claims.get(TokenClaims.API_KEY_ID, String.class))
        .map(UUID::fromString);
  }
}
