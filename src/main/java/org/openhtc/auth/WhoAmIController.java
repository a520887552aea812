package org.openhtc.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Role;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Workspace;
import org.openhtc.workspace.Workspaces;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code GET /auth/whoami}: describes the caller. */
@ApiController
class WhoAmIController {
  private final Workspaces workspaces;

  WhoAmIController(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  /**
   * The user of the key or token. For a job, the user who submitted it, with the workspace in which
   * the job runs.
   */
  @GetMapping("/auth/whoami")
  WhoAmI whoAmI(CallerAuthentication caller) {
    String id = caller.getPrincipal().workspaceId();
    Workspace workspace =
        workspaces.find(id).orElseThrow(() -> ApiException.notFound("workspace", id));
    CurrentUser user = CurrentUser.of(caller.user(), caller.getPrincipal().role(), workspace);
    return new WhoAmI(user, new Features(0, List.of()));
  }

  record WhoAmI(CurrentUser user, Features userFeatures) {}

  /** Feature flags of the published API; this service has none. */
  record Features(int count, List<String> results) {}

  record CurrentWorkspace(String id, String name) {}

  record CurrentOrganization(String code, boolean canViewOrganizationJobs) {}

  /** Each role flag has two names, because the published document has both. */
  record CurrentUser(
      String userId,
      String email,
      String fullName,
      @JsonProperty("isRescaleAdmin") boolean isRescaleAdmin,
      @JsonProperty("isOrganizationAdmin") boolean isOrganizationAdmin,
      @JsonProperty("isWorkspaceAdmin") boolean isWorkspaceAdmin,
      @JsonProperty("isSuperuser") boolean isSuperuser,
      boolean rescaleAdmin,
      boolean organizationAdmin,
      boolean workspaceAdmin,
      boolean superuser,
      CurrentWorkspace workspace,
      CurrentOrganization organization) {

    /**
     * @param role the caller's: a job has fewer permissions than the administrator who submitted it
     */
    static CurrentUser of(User user, Role role, Workspace current) {
      boolean platform = role.atLeast(Role.PLATFORM_ADMIN);
      boolean organization = role.atLeast(Role.ORGANIZATION_ADMIN);
      boolean workspace = role.atLeast(Role.WORKSPACE_ADMIN);
      return new CurrentUser(
          user.id(),
          user.email(),
          user.fullName(),
          platform,
          organization,
          workspace,
          platform,
          platform,
          organization,
          workspace,
          platform,
          new CurrentWorkspace(current.id(), current.name()),
          new CurrentOrganization(current.organizationCode(), user.canViewOrganizationJobs()));
    }
  }
}
