package org.openhtc.testing;

import java.util.UUID;
import org.openhtc.api.Role;
import org.openhtc.auth.apikey.ApiKeys;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.openhtc.workspace.NewUser;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.openhtc.workspace.Workspaces;
import org.springframework.stereotype.Component;

/** Creates organizations, workspaces and users for one test. */
@Component
public class Tenants {
  private final Workspaces workspaces;
  private final Users users;
  private final ApiKeys keys;
  private final Regions regions;

  Tenants(Workspaces workspaces, Users users, ApiKeys keys, Regions regions) {
    this.workspaces = workspaces;
    this.users = users;
    this.keys = keys;
    this.regions = regions;
  }

  /** The code of a new organization. */
  public String organization() {
    String code = "org-" + UUID.randomUUID();
    workspaces.createOrganization(code, "Test organization");
    return code;
  }

  /** The id of a new workspace in an organization; also enables a region. */
  public String workspaceIn(String organization) {
    regions.ensureEnabled(RegionName.AWS_US_EAST_1);
    String id = "ws-" + UUID.randomUUID();
    return workspaces.create(id, organization, "Test workspace").id();
  }

  public String workspace() {
    return workspaceIn(organization());
  }

  public User user(String workspace, Role role) {
    String email = UUID.randomUUID() + "@example.org";
    return users.create(workspace, new NewUser(email, "Test user", role));
  }

  /** A new API key of the user. */
  public String key(User user) {
    return keys.create(user.id(), "test", Role.PLATFORM_ADMIN).key();
  }
}
