package org.openhtc.api;

/** Who sent a request, as far as the business modules need to know. */
public sealed interface Caller {
  /** The user on whose behalf the request is made; a job acts for the user who submitted it. */
  String userId();

  /** The workspace that bounds what the caller can see. */
  String workspaceId();

  /** The code of the organization that the workspace belongs to. */
  String organizationCode();

  /** A person or a program with a user's API key. */
  record UserCaller(
      String userId, String email, String workspaceId, String organizationCode, Role role)
      implements Caller {}

  /**
   * A running job with its own token. Which paths it reaches is decided once, in module {@code
   * auth}; behind that gate it counts as a plain user of its workspace.
   *
   * @param jobId public form {@code <batch>:<index>}
   * @param attempt from 1; a later one may have taken over meanwhile
   */
  record JobCaller(
      String userId,
      String workspaceId,
      String organizationCode,
      String projectId,
      String taskId,
      String jobId,
      int attempt)
      implements Caller {}

  /** The role that counts for permissions. */
  default Role roleOf() {
    return switch (this) {
      case UserCaller user -> user.role();
      case JobCaller job -> Role.USER;
    };
  }

  /**
   * Refuses callers with a lesser role.
   *
   * @throws ApiException 403
   */
  default void require(Role least) {
    if (!roleOf().atLeast(least)) {
      throw ApiException.forbidden("This needs the role %s.".formatted(least));
    }
  }
}
