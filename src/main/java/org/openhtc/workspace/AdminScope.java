package org.openhtc.workspace;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;

/**
 * How far an administrator sees and acts: the whole installation, one organization, one workspace.
 *
 * @param organizationCode null: every organization
 * @param workspaceId null: every workspace of the organization
 */
record AdminScope(@Nullable String organizationCode, @Nullable String workspaceId) {

  /**
   * @throws ApiException 403 when the caller is no administrator
   */
  static AdminScope of(Caller caller) {
    return switch (caller.roleOf()) {
      case PLATFORM_ADMIN -> new AdminScope(null, null);
      case ORGANIZATION_ADMIN -> new AdminScope(caller.organizationCode(), null);
      case WORKSPACE_ADMIN -> new AdminScope(caller.organizationCode(), caller.workspaceId());
      case USER ->
          throw ApiException.forbidden("This needs the role %s.".formatted(Role.WORKSPACE_ADMIN));
    };
  }

  boolean holds(Organization organization) {
    return organizationCode == null || organizationCode.equals(organization.code());
  }

  boolean holds(Workspace workspace) {
    return (organizationCode == null || organizationCode.equals(workspace.organizationCode()))
        && (workspaceId == null || workspaceId.equals(workspace.id()));
  }
}
