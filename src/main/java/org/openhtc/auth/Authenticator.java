package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.ratelimit.FailedLogins;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.stereotype.Component;

/** Finds out who sent the credentials. The role is the user's present one, not the token's. */
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
   * The caller behind valid credentials.
   *
   * @param address where they came from
   * @throws ApiException 401 when they are not valid, or the user is locked out; 429 when too many
   *     bad ones came from there
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
   * The user whose API key it is.
   *
   * @throws ApiException 401 and 429 as for {@link #authenticate}
   */
  User owner(String key, String address) {
    return logins.tryKey(
        address,
        () ->
            keys.owner(key)
                .orElseThrow(
                    () -> ApiException.unauthorized("The API key is unknown or revoked.")));
  }

  /**
   * The user behind a password for the image registry.
   *
   * @throws ApiException 401 when it is not valid, or the user is locked out
   */
  CallerAuthentication registry(String password) {
    return byToken(tokens.verify(password, REGISTRY));
  }

  private CallerAuthentication byKey(String key, String address) {
    User user = owner(key, address);
    return new CallerAuthentication(userCaller(user), user, null);
  }

  private CallerAuthentication byToken(Claims claims) {
    User user =
        users
            .find(claims.getSubject())
            .orElseThrow(() -> ApiException.unauthorized("The user of the token is unknown."));
    if (claims.get(TokenClaims.JOB_ID) != null) {
      // Jobs that were accepted go on when their user is locked out, and must get their files.
      return new CallerAuthentication(jobCaller(user, claims), user, claims);
    }
    requireGood(user, claims);
    return new CallerAuthentication(userCaller(user), user, claims);
  }

  private static void requireGood(User user, Claims claims) {
    if (!user.enabled()) {
      throw ApiException.unauthorized("The user of the token is locked out.");
    }
    // Else who held a token of the user before would have what the user was given since.
    boolean isOfUser = TokenUse.USER.name().equals(claims.get(TokenClaims.TOKEN_USE));
    if (isOfUser && !claims.get(TokenClaims.GROUPS, List.class).contains(user.role().name())) {
      throw ApiException.unauthorized(
          "The user was given a higher role after this token was made; get a new one.");
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
