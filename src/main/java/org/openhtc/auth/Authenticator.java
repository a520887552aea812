package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.auth.apikey.ApiKeys;
import org.openhtc.ratelimit.FailedLogins;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.stereotype.Component;

/** Determines the caller from credentials. Its role is the user's current one, not the token's. */
@Component
class Authenticator {
  private static final Set<TokenUse> ACCESS = EnumSet.of(TokenUse.USER, TokenUse.JOB);
  private static final Set<TokenUse> REFRESH = EnumSet.of(TokenUse.REFRESH);
  private static final Set<TokenUse> REGISTRY = EnumSet.of(TokenUse.REGISTRY);

  private final ApiKeys keys;
  private final TokenVerifier tokens;
  private final Users users;
  private final FailedLogins logins;

  Authenticator(ApiKeys keys, TokenVerifier tokens, Users users, FailedLogins logins) {
    this.keys = keys;
    this.tokens = tokens;
    this.users = users;
    this.logins = logins;
  }

  /**
   * The caller to whom the credentials belong.
   *
   * @param address network address of the client
   * @throws ApiException 401 when the credentials are not valid or the user is disabled; 429 when
   *     the address has sent too many bad ones
   */
  CallerAuthentication authenticate(Credentials credentials, String address) {
    String value = credentials.value();
    return switch (credentials.scheme()) {
      case TOKEN -> byKey(value, address);
      case BEARER -> logins.tryToken(address, () -> byToken(tokens.verify(value, ACCESS)));
      case REFRESH -> logins.tryToken(address, () -> byToken(tokens.verify(value, REFRESH)));
    };
  }

  /**
   * The API key with the user to whom it belongs.
   *
   * @throws ApiException 401 and 429 as for {@link #authenticate}
   */
  ApiKeys.Owned owner(String key, String address) {
    return logins.tryKey(
        address,
        key,
        () ->
            keys.owner(key)
                .orElseThrow(
                    () -> ApiException.unauthorized("The API key is unknown or revoked.")));
  }

  /**
   * The user to whom a password for the image registry belongs.
   *
   * @throws ApiException 401 when the password is not valid or the user is disabled
   */
  CallerAuthentication registry(String password) {
    return byToken(tokens.verify(password, REGISTRY));
  }

  private CallerAuthentication byKey(String key, String address) {
    ApiKeys.Owned owned = owner(key, address);
    return new CallerAuthentication(userCaller(owned.user()), owned);
  }

  private CallerAuthentication byToken(Claims claims) {
    User user =
        users
            .find(claims.getSubject())
            .orElseThrow(() -> ApiException.unauthorized("The user of the token is unknown."));
    if (claims.get(TokenClaims.JOB_ID) != null) {
      // Jobs of a disabled user continue to run, and must be able to read their files.
      return new CallerAuthentication(jobCaller(user, claims), user, claims);
    }
    requireValid(user, claims);
    if (ApiKeyClaim.of(claims).filter(keys::isRevoked).isPresent()) {
      throw ApiException.unauthorized("The API key of the token is revoked.");
    }
    return new CallerAuthentication(userCaller(user), user, claims);
  }

  private static void requireValid(User user, Claims claims) {
    if (!user.enabled()) {
      throw ApiException.unauthorized("The user of the token is disabled.");
    }
    // Without this check, an old token would gain the permissions of the user's new, higher role.
    boolean isUserToken = TokenUse.USER.name().equals(claims.get(TokenClaims.TOKEN_USE));
    if (isUserToken && !claims.get(TokenClaims.GROUPS, List.class).contains(user.role().name())) {
      throw ApiException.unauthorized(
          "The user's role was raised after this token was issued; get a new token.");
    }
  }

  private static UserCaller userCaller(User user) {
    return new UserCaller(
        user.id(),
        user.email(),
        user.workspace().id(),
        user.workspace().organizationCode(),
        user.role());
  }

  private static JobCaller jobCaller(User user, Claims claims) {
    return new JobCaller(
        user.id(),
        claims.get(TokenClaims.WORKSPACE_ID, String.class),
        claims.get(TokenClaims.ORGANIZATION_CODE, String.class),
        claims.get(TokenClaims.PROJECT_ID, String.class),
        claims.get(TokenClaims.TASK_ID, String.class),
        claims.get(TokenClaims.JOB_ID, String.class),
        claims.get(TokenClaims.ATTEMPT, Integer.class));
  }
}
