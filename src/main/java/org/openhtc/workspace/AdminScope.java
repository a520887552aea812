package org.openhtc.workspace;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;

/**
 * What an administrator may administer: the whole installation, one organization or one workspace.
 *
 * @param organizationCode the only organization; null for all of them
 * @param workspaceId the only workspace; null for all workspaces of the organization
 */
record AdminScope(@Nullable String organizationCode, @Nullable String workspaceId) {

  /**
   * The scope of the caller's role.
   *
   * @throws ApiException 403 when the caller is not an administrator
   */
  static AdminScope of(Caller caller) {
    return switch (caller.role()) {
      case PLATFORM_ADMIN -> new AdminScope(null, null);
      case ORGANIZATION_ADMIN -> new AdminScope(caller.organizationCode(), null);
      case WORKSPACE_ADMIN -> new AdminScope(caller.organizationCode(), caller.workspaceId());
      case USER ->
          throw ApiException.forbidden("This needs the role %s.".formatted(Role.WORKSPACE_ADMIN));
    };
  }

  boolean contains(Organization organization) {
    return organizationCode == null || organizationCode.equals(organization.code());
  }

  boolean contains(Workspace workspace) {
    return (organizationCode == null || organizationCode.equals(workspace.organizationCode()))
        && (workspaceId == null || workspaceId.equals(workspace.id()));
  }
}
