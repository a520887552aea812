package org.openhtc.registry;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.registry.token.Access;
import org.openhtc.registry.token.RegistryKey;
import org.openhtc.registry.token.RegistryKeyStore;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Issues signed tokens that the registry accepts. */
@Component
class RegistryTokens {
  static final String ISSUER = "openhtc";

  /** The subject of the tokens of hosts, and the user name with which a node sends one. */
  static final String HOST = "host";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RegistryKeyStore keys;
  private final RegistrySettings settings;
  private final Clock clock;

  RegistryTokens(RegistryKeyStore keys, RegistrySettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** A token for a user's engine, valid for {@link RegistrySettings#accessLifetime}. */
  SignedToken forUser(String user, List<Access> access) {
    return issue(user, access, settings.accessLifetime());
  }

  /** A token with which a host pulls one image. */
  SignedToken forPull(String repository) {
    return issue(HOST, List.of(Access.to(repository, Access.PULL)), settings.pullLifetime());
  }

  /**
   * The token of {@link #forPull} again, for a node that can only send a user name and a password;
   * empty if it is expired or none.
   */
  Optional<SignedToken> ofHost(String value) {
    try {
      var claims =
          Jwts.parser()
              .verifyWith(keys.signingKey().publicKey())
              .clock(() -> Date.from(clock.instant()))
              .requireIssuer(ISSUER)
              .requireSubject(HOST)
              .build()
              .parseSignedClaims(value)
              .getPayload();
      Instant issuedAt = claims.getIssuedAt().toInstant();
      Duration lifetime = Duration.between(issuedAt, claims.getExpiration().toInstant());
      return Optional.of(new SignedToken(value, issuedAt, lifetime));
    } catch (JwtException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A token for one request of the service itself. */
  SignedToken forService(Access access) {
    return issue("service", List.of(access), settings.accessLifetime());
  }

  /**
   * Issues a token.
   *
   * @param subject appears in the registry's log
   * @param lifetime from now
   */
  SignedToken issue(String subject, List<Access> access, Duration lifetime) {
    RegistryKey key = keys.signingKey();
    Instant now = clock.instant();
    Claims claims =
        new Claims(
            ISSUER,
            subject,
            settings.service(),
            now.plus(lifetime).getEpochSecond(),
            now.getEpochSecond(),
            UUID.randomUUID().toString(),
            access);
    String value =
        Jwts.builder()
            .header()
            .type("JWT")
            .add("x5c", List.of(Base64.getEncoder().encodeToString(key.certificate())))
            .and()
            // Not by the library's claims, because the registry requires the audience to be a
            // string and the library writes a list.
            .content(JSON.writeValueAsBytes(claims))
            .signWith(key.privateKey(), Jwts.SIG.ES256)
            .compact();
    return new SignedToken(value, now, lifetime);
  }

  /**
   * A signed token.
   *
   * @param lifetime from {@code issuedAt}
   */
  record SignedToken(String value, Instant issuedAt, Duration lifetime) {}

  private record Claims(
      String iss, String sub, String aud, long exp, long iat, String jti, List<Access> access) {}
}
