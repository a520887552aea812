package org.openhtc.project;

import java.util.Optional;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.Role;
import org.springframework.stereotype.Component;

/**
 * Decides which projects a caller may see and change. The only place that chooses between 404 and
 * 403 for projects.
 */
@Component
public class ProjectAccess {
  private final ProjectStore store;

  ProjectAccess(ProjectStore store) {
    this.store = store;
  }

  /**
   * The project, if the caller may see it.
   *
   * @param projectId as the client sent it
   * @throws ApiException 404 when the id is unknown or malformed, or the caller may not see the
   *     project
   */
  public Project visible(Caller caller, String projectId) {
    return id(projectId)
        .flatMap(store::findById)
        .map(ProjectRow::view)
        .filter(project -> sees(caller, project))
        .orElseThrow(() -> ApiException.notFound("project", projectId));
  }

  /**
   * The project, if the caller may change it.
   *
   * @throws ApiException 404 as for {@link #visible}; 403 when the caller may only see it
   */
  public Project administered(Caller caller, String projectId) {
    Project project = visible(caller, projectId);
    caller.require(Role.WORKSPACE_ADMIN);
    return project;
  }

  static boolean sees(Caller caller, Project project) {
    return switch (caller) {
      case JobCaller job -> job.projectId().equals(project.id().toString());
      case UserCaller user -> sees(user, project);
    };
  }

  private static boolean sees(UserCaller user, Project project) {
    return switch (user.role()) {
      case PLATFORM_ADMIN -> true;
      case ORGANIZATION_ADMIN -> user.organizationCode().equals(project.organizationCode());
      case WORKSPACE_ADMIN, USER -> user.workspaceId().equals(project.workspaceId());
    };
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
