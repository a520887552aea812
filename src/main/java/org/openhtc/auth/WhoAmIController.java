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

/** Tells callers who they are. */
@ApiController
class WhoAmIController {
  private final Workspaces workspaces;

  WhoAmIController(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  /**
   * The user whose key or token was sent; for a job, the user who submitted it, in the workspace
   * where the job runs.
   */
  @GetMapping("/auth/whoami")
  WhoAmI whoAmI(CallerAuthentication caller) {
    String id = caller.getPrincipal().workspaceId();
    Workspace workspace =
        workspaces.find(id).orElseThrow(() -> ApiException.notFound("workspace", id));
    return new WhoAmI(Person.of(caller.user(), workspace), new Features(0, List.of()));
  }

  record WhoAmI(Person user, Features userFeatures) {}

  /** Feature flags of the published API; this service has none. */
  record Features(int count, List<String> results) {}

  record Place(String id, String name) {}

  record Company(String code, boolean canViewOrganizationJobs) {}

  /** Each power has two names, because the published document has both. */
  record Person(
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
      Place workspace,
      Company organization) {

    static Person of(User user, Workspace place) {
      boolean platform = user.role().atLeast(Role.PLATFORM_ADMIN);
      boolean organization = user.role().atLeast(Role.ORGANIZATION_ADMIN);
      boolean workspace = user.role().atLeast(Role.WORKSPACE_ADMIN);
      return new Person(
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
          new Place(place.id(), place.name()),
          new Company(place.organizationCode(), user.canViewOrganizationJobs()));
    }
  }
}
