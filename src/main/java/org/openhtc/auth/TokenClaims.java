package org.openhtc.auth;

/** Names of the claims that are ours; the registered ones are jjwt's business. */
final class TokenClaims {
  static final String EMAIL = "email";
  static final String GROUPS = "groups";

  /** Clients of the published API print these when somebody has logged in. */
  static final String USER_EMAIL = "userEmail";

  static final String USER_FULL_NAME = "userFullName";
  static final String WORKSPACE_NAME = "workspaceName";
  static final String WORKSPACE_ID = "workspaceId";
  static final String ORGANIZATION_CODE = "organizationCode";
  static final String TOKEN_USE = "tokenUse";
  static final String PROJECT_ID = "projectId";
  static final String TASK_ID = "taskId";
  static final String JOB_ID = "jobId";
  static final String ATTEMPT = "attempt";

  /** Precedes the names of what a job's submitter asked for, so that it can't shadow ours. */
  static final String USER_DEFINED = "userDefined_";

  private TokenClaims() {}
}
