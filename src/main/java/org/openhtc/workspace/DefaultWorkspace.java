package org.openhtc.workspace;

import java.time.Clock;
import org.openhtc.api.Role;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The workspace that every installation has from its first start. */
@Component
public class DefaultWorkspace {
  /** Id of the workspace, and code of its organization. */
  public static final String ID = "default";

  private static final NewUser ADMINISTRATOR =
      new NewUser("admin@localhost", "Administrator", Role.PLATFORM_ADMIN);

  private final OrganizationStore organizations;
  private final WorkspaceStore workspaces;
  private final UserStore users;
  private final Clock clock;

  DefaultWorkspace(
      OrganizationStore organizations, WorkspaceStore workspaces, UserStore users, Clock clock) {
    this.organizations = organizations;
    this.workspaces = workspaces;
    this.users = users;
    this.clock = clock;
  }

  /**
   * The first enabled platform administrator of this workspace, or else of any workspace. If there
   * is none, the initial administrator, which is created or gets its role back and is enabled.
   */
  @Transactional
  public User administrator() {
    return users
        .findFirstByWorkspaceIdAndRoleAndDisabledAtIsNullOrderByCreatedAt(ID, Role.PLATFORM_ADMIN)
        .or(() -> users.findFirstByRoleAndDisabledAtIsNullOrderByCreatedAt(Role.PLATFORM_ADMIN))
        .orElseGet(this::firstAdministrator)
        .view();
  }

  private UserRow firstAdministrator() {
    return users
        .findByEmail(ADMINISTRATOR.email())
        .map(row -> row.change(new UserChange(null, Role.PLATFORM_ADMIN, true), clock))
        .orElseGet(() ->
            users.save(new UserRow(ShortId.next(), workspace(), ADMINISTRATOR, clock.instant())));
  }

  private WorkspaceRow workspace() {
    return workspaces
        .findById(ID)
        .orElseGet(() ->
            workspaces.save(
                new WorkspaceRow(ID, organization(), "Default workspace", clock.instant())));
  }

  private OrganizationRow organization() {
    return organizations
        .findById(ID)
        .orElseGet(() ->
            organizations.save(new OrganizationRow(ID, "Default organization", clock.instant())));
  }
}
