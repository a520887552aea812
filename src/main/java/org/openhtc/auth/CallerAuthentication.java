package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.workspace.User;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A caller whose key or token is valid. Never serialized, because the service has no sessions. */
final class CallerAuthentication extends AbstractAuthenticationToken {
  @Serial private static final long serialVersionUID = 1;

  private final transient Caller caller;
  private final transient User user;
  private final transient @Nullable Claims claims;

  /**
   * @param user the caller, or the user who submitted the calling job
   * @param claims claims of the token; null when the caller sent an API key
   */
  CallerAuthentication(Caller caller, User user, @Nullable Claims claims) {
    super(List.of());
    this.caller = caller;
    this.user = user;
    this.claims = claims;
    setAuthenticated(true);
  }

  User user() {
    return user;
  }

  @Nullable Claims claims() {
    return claims;
  }

  /** When the token expires; empty for an API key. */
  Optional<Instant> expiry() {
    return Optional.ofNullable(claims).map(c -> c.getExpiration().toInstant());
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  /** The email address of the user. */
  @Override
  public String getName() {
    return user.email();
  }

  @Override
  public String getCredentials() {
    return "";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
