package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.stereotype.Component;

/**
 * Passwords for {@code docker login}: signed tokens that permit access to the repositories of one
 * project, and to nothing else.
 */
@Component
public class RegistryPasswords {
  private final TokenSigner signer;
  private final Authenticator authenticator;
  private final Users users;

  RegistryPasswords(TokenSigner signer, Authenticator authenticator, Users users) {
    this.signer = signer;
    this.authenticator = authenticator;
    this.users = users;
  }

  /**
   * Issues a password. It is refused when the API key of the present request is revoked.
   *
   * @param lifetime from now
   */
  public String issue(UserCaller caller, UUID projectId, Duration lifetime) {
    User user =
        users
            .find(caller.userId())
            .orElseThrow(() -> ApiException.notFound("user", caller.userId()));
    Map<String, String> claims = new HashMap<>();
    claims.put(TokenClaims.PROJECT_ID, projectId.toString());
    CallerAuthentication.presentKey()
        .ifPresent(key -> claims.put(TokenClaims.API_KEY_ID, key.toString()));
    return signer.sign(user, TokenUse.REGISTRY, claims, lifetime);
  }

  /**
   * Verifies a password.
   *
   * @throws ApiException 401 when it is expired or forged, or the user is disabled or the API key
   *     revoked
   */
  public RegistryLogin verify(String password) {
    CallerAuthentication found = authenticator.registry(password);
    Claims claims = Objects.requireNonNull(found.claims());
    return new RegistryLogin(
        found.getPrincipal(), claims.get(TokenClaims.PROJECT_ID, String.class));
  }
}
