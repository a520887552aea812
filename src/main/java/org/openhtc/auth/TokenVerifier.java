package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.LocatorAdapter;
import java.security.Key;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.auth.signing.EllipticCurves;
import org.openhtc.auth.signing.SigningKey;
import org.openhtc.auth.signing.SigningKeys;
import org.springframework.stereotype.Component;

/** Verifies tokens that this service has issued. */
@Component
class TokenVerifier {
  private final JwtParser parser;

  TokenVerifier(SigningKeys keys, AuthSettings settings, Clock clock) {
    this.parser =
        Jwts.parser()
            .provider(EllipticCurves.PROVIDER)
            .keyLocator(new SigningKeyLocator(keys))
            .requireIssuer(settings.issuer())
            .clock(() -> Date.from(clock.instant()))
            .build();
  }

  /**
   * Verifies a token and returns its claims.
   *
   * @param uses the accepted purposes
   * @throws ApiException 401 when the token is expired, forged, or has another purpose
   */
  Claims verify(String token, Set<TokenUse> uses) {
    Claims claims = parse(token);
    String use = claims.get(TokenClaims.TOKEN_USE, String.class);
    if (uses.stream().noneMatch(allowed -> allowed.name().equals(use))) {
      throw ApiException.unauthorized("The token is not valid for this use.");
    }
    return claims;
  }

  private Claims parse(String token) {
    try {
      return parser.parseSignedClaims(token).getPayload();
    } catch (ExpiredJwtException e) {
      throw ApiException.unauthorized(
          "The token expired at %s.".formatted(e.getClaims().getExpiration().toInstant()));
    } catch (JwtException | IllegalArgumentException e) {
      throw ApiException.unauthorized("The token was not issued by this service.");
    }
  }

  /**
   * Finds the key by its id. Accepts only OpenHTC's algorithm, not the one that a token chooses.
   */
  private static final class SigningKeyLocator extends LocatorAdapter<Key> {
    private final SigningKeys keys;

    SigningKeyLocator(SigningKeys keys) {
      this.keys = keys;
    }

    @Override
    protected @Nullable Key locate(JwsHeader header) {
      String kid = header.getKeyId();
      if (kid == null || !SigningKey.ALGORITHM.equals(header.getAlgorithm())) {
        return null;
      }
      return keys.verifying(kid).map(SigningKey::publicKey).orElse(null);
    }
  }
}
