package org.openhtc.auth;

/** Names of OpenHTC's own claims. The library jjwt names the registered ones. */
final class TokenClaims {
  static final String EMAIL = "email";
  static final String GROUPS = "groups";

  /** Clients of the published API print this claim and the next ones after a login. */
  static final String USER_EMAIL = "userEmail";

  static final String USER_FULL_NAME = "userFullName";
  static final String WORKSPACE_NAME = "workspaceName";
  static final String WORKSPACE_ID = "workspaceId";
  static final String ORGANIZATION_CODE = "organizationCode";
  static final String TOKEN_USE = "tokenUse";

  /** The API key for which a user's token was issued: the token is valid as long as the key is. */
  static final String API_KEY_ID = "apiKeyId";

  static final String PROJECT_ID = "projectId";
  static final String TASK_ID = "taskId";
  static final String JOB_ID = "jobId";
  static final String ATTEMPT = "attempt";

  /**
   * Prefix for the claims that a job's submitter requests; prevents collisions with other claims.
   */
  static final String USER_DEFINED = "userDefined_";

  private TokenClaims() {}
}
