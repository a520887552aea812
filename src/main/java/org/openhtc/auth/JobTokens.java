package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.openhtc.api.ApiException;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.openhtc.workspace.Workspace;
import org.openhtc.workspace.Workspaces;
import org.springframework.stereotype.Component;

/** Issues the tokens of running jobs. Runs no query, because it may issue thousands per second. */
@Component
public class JobTokens {
  private final TokenSigner signer;
  private final Users users;
  private final Workspaces workspaces;
  private final Clock clock;

  JobTokens(TokenSigner signer, Users users, Workspaces workspaces, Clock clock) {
    this.signer = signer;
    this.users = users;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /**
   * Issues a bearer and a refresh token for a single attempt of a job.
   *
   * @throws ApiException 404 when the submitter or the workspace is unknown
   */
  public JobTokenPair issue(JobTokenRequest request) {
    User user = user(request.userId());
    Map<String, Object> claims = claims(request);
    return new JobTokenPair(
        signer.sign(user, TokenUse.JOB, claims, request.lifetime()),
        signer.sign(user, TokenUse.REFRESH, claims, request.lifetime()));
  }

  /** Issues a bearer token with the same claims and the same expiry as the refresh token. */
  IssuedToken renew(Claims refresh) {
    Duration rest = Duration.between(clock.instant(), refresh.getExpiration().toInstant());
    Map<String, Object> claims = new HashMap<>(refresh);
    claims.keySet().removeIf(name -> !isJobClaim(name));
    String bearer = signer.sign(user(refresh.getSubject()), TokenUse.JOB, claims, rest);
    return new IssuedToken(bearer, rest.toSeconds());
  }

  private User user(String id) {
    return users.find(id).orElseThrow(() -> ApiException.notFound("user", id));
  }

  private Workspace workspace(String id) {
    return workspaces.find(id).orElseThrow(() -> ApiException.notFound("workspace", id));
  }

  private Map<String, Object> claims(JobTokenRequest request) {
    Map<String, Object> claims = new HashMap<>();
    request
        .userClaims()
        .forEach((name, value) -> claims.put(TokenClaims.USER_DEFINED + name, value));
    // A job of an administrator may run in a workspace other than the administrator's own.
    Workspace workspace = workspace(request.workspaceId());
    claims.put(TokenClaims.WORKSPACE_ID, workspace.id());
    claims.put(TokenClaims.WORKSPACE_NAME, workspace.name());
    claims.put(TokenClaims.ORGANIZATION_CODE, workspace.organizationCode());
    claims.put(TokenClaims.PROJECT_ID, request.projectId().toString());
    claims.put(TokenClaims.TASK_ID, request.taskId().toString());
    claims.put(TokenClaims.JOB_ID, request.jobId());
    claims.put(TokenClaims.ATTEMPT, request.attempt());
    return claims;
  }

  private static boolean isJobClaim(String name) {
    return switch (name) {
      case TokenClaims.WORKSPACE_ID,
          TokenClaims.WORKSPACE_NAME,
          TokenClaims.ORGANIZATION_CODE,
          TokenClaims.PROJECT_ID,
          TokenClaims.TASK_ID,
          TokenClaims.JOB_ID,
          TokenClaims.ATTEMPT ->
          true;
      default -> name.startsWith(TokenClaims.USER_DEFINED);
    };
  }
}
