package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.auth.apikey.ApiKeys;
import org.openhtc.workspace.User;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** A caller whose key or token is valid. Never serialized, because the service has no sessions. */
final class CallerAuthentication extends AbstractAuthenticationToken {
  @Serial private static final long serialVersionUID = 1;

  private final transient Caller caller;
  private final transient User user;
  private final transient @Nullable Claims claims;
  private final transient @Nullable UUID keyId;

  /** The caller to whom a token belongs: a user, or a job that the user has submitted. */
  CallerAuthentication(Caller caller, User user, Claims claims) {
    this(caller, user, claims, ApiKeyClaim.of(claims).orElse(null));
  }

  /** The user to whom an API key belongs. */
  CallerAuthentication(Caller caller, ApiKeys.Owned key) {
    this(caller, key.user(), null, key.keyId());
  }

  private CallerAuthentication(
      Caller caller, User user, @Nullable Claims claims, @Nullable UUID keyId) {
    super(List.of());
    this.caller = caller;
    this.user = user;
    this.claims = claims;
    this.keyId = keyId;
    setAuthenticated(true);
  }

  /** The API key with which the caller of the present request has logged in; empty for a job. */
  static Optional<UUID> presentKey() {
    return SecurityContextHolder.getContext().getAuthentication()
            instanceof CallerAuthentication present
        ? Optional.ofNullable(present.keyId)
        : Optional.empty();
  }

  User user() {
    return user;
  }

  /** The claims of the token; null when the caller sent an API key. */
  @Nullable Claims claims() {
    return claims;
  }

  /** The API key that the caller sent; null when it sent a token. */
  ApiKeys.@Nullable Owned key() {
    return claims == null && keyId != null ? new ApiKeys.Owned(keyId, user) : null;
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
