package org.openhtc.api;

/** The sender of a request, with the attributes that the business modules need. */
public sealed interface Caller {
  /** The user on whose behalf the request is made; for a job, the user who submitted it. */
  String userId();

  /** The workspace to which the caller's view is limited. */
  String workspaceId();

  /** The code of the organization that the workspace belongs to. */
  String organizationCode();

  /** The role that determines the caller's permissions. */
  Role role();

  /** A person or a program with a user's API key. */
  record UserCaller(
      String userId, String email, String workspaceId, String organizationCode, Role role)
      implements Caller {}

  /**
   * A running job with its own token. Module {@code auth} decides which paths the token permits; on
   * those paths, the job has the permissions of a plain user of its workspace.
   *
   * @param jobId public form {@code <batch>:<index>}
   * @param attempt from 1; a later attempt may have replaced it since
   */
  record JobCaller(
      String userId,
      String workspaceId,
      String organizationCode,
      String projectId,
      String taskId,
      String jobId,
      int attempt)
      implements Caller {

    @Override
    public Role role() {
      return Role.USER;
    }
  }

  /**
   * Refuses callers with a lower role.
   *
   * @throws ApiException 403
   */
  default void require(Role least) {
    if (!role().atLeast(least)) {
      throw ApiException.forbidden("This needs the role %s.".formatted(least));
    }
  }
}
