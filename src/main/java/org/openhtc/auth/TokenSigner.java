package org.openhtc.auth;

import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.openhtc.api.Role;
import org.openhtc.auth.apikey.ApiKeys;
import org.openhtc.auth.signing.EllipticCurves;
import org.openhtc.auth.signing.SigningKey;
import org.openhtc.auth.signing.SigningKeys;
import org.openhtc.workspace.User;
import org.springframework.stereotype.Component;

/** Creates and signs tokens. */
@Component
class TokenSigner {
  private final SigningKeys keys;
  private final AuthSettings settings;
  private final Clock clock;

  TokenSigner(SigningKeys keys, AuthSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * An access token for the user of an API key. It expires after {@link
   * AuthSettings#userTokenLifetime()}, or when the key is revoked.
   */
  String userToken(ApiKeys.Owned key) {
    return sign(
        key.user(),
        TokenUse.USER,
        Map.of(TokenClaims.API_KEY_ID, key.keyId().toString()),
        settings.userTokenLifetime());
  }

  /**
   * Signs a token for a user.
   *
   * @param more further claims; they override the claims about the user
   * @param lifetime from now
   */
  String sign(User user, TokenUse use, Map<String, ?> more, Duration lifetime) {
    SigningKey key = keys.signing();
    Instant now = clock.instant();
    return Jwts.builder()
        .provider(EllipticCurves.PROVIDER)
        .header()
        .type("JWT")
        .keyId(key.kid())
        .and()
        .issuer(settings.issuer())
        .subject(user.id())
        .id(UUID.randomUUID().toString())
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(lifetime)))
        .claim(TokenClaims.EMAIL, user.email())
        .claim(TokenClaims.USER_EMAIL, user.email())
        .claim(TokenClaims.USER_FULL_NAME, user.fullName())
        .claim(TokenClaims.GROUPS, groups(use == TokenUse.USER ? user.role() : Role.USER))
        .claim(TokenClaims.WORKSPACE_ID, user.workspace().id())
        .claim(TokenClaims.WORKSPACE_NAME, user.workspace().name())
        .claim(TokenClaims.ORGANIZATION_CODE, user.workspace().organizationCode())
        .claims(more)
        .claim(TokenClaims.TOKEN_USE, use.name())
        .signWith(Objects.requireNonNull(key.privateKey()), Jwts.SIG.ES256)
        .compact();
  }

  private static List<String> groups(Role role) {
    return Arrays.stream(Role.values()).filter(role::atLeast).map(Role::name).toList();
  }
}
