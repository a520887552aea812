package org.openhtc.workspace;

import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.Role;
import org.springframework.stereotype.Component;

/**
 * Decides which workspaces a caller may see and change. The only place that chooses between 404 and
 * 403 for workspaces.
 */
@Component
public class WorkspaceAccess {
  private final Workspaces workspaces;

  WorkspaceAccess(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  /**
   * The workspace, if the caller may see it.
   *
   * @throws ApiException 404 when it is unknown or the caller may not see it
   */
  public Workspace visible(Caller caller, String workspaceId) {
    return workspaces
        .find(workspaceId)
        .filter(workspace -> sees(caller, workspace))
        .orElseThrow(() -> ApiException.notFound("workspace", workspaceId));
  }

  /**
   * The workspace, if the caller may change it.
   *
   * @throws ApiException 404 as for {@link #visible}; 403 when the caller may only see it
   */
  public Workspace administered(Caller caller, String workspaceId) {
    Workspace workspace = visible(caller, workspaceId);
    caller.require(Role.WORKSPACE_ADMIN);
    return workspace;
  }

  private static boolean sees(Caller caller, Workspace workspace) {
    return switch (caller) {
      case JobCaller job -> job.workspaceId().equals(workspace.id());
      case UserCaller user -> sees(user, workspace);
    };
  }

  private static boolean sees(UserCaller user, Workspace workspace) {
    return switch (user.role()) {
      case PLATFORM_ADMIN -> true;
      case ORGANIZATION_ADMIN -> user.organizationCode().equals(workspace.organizationCode());
      case WORKSPACE_ADMIN, USER -> user.workspaceId().equals(workspace.id());
    };
  }
}
