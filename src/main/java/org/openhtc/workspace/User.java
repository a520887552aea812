package org.openhtc.workspace;

import org.openhtc.api.Role;

/**
 * A person or program with a place in one workspace.
 *
 * @param enabled false: keys and tokens of the user are refused
 * @param canViewOrganizationJobs setting of the organization that clients are told about
 */
public record User(
    String id,
    String email,
    String fullName,
    Role role,
    boolean enabled,
    Workspace workspace,
    boolean canViewOrganizationJobs) {}
