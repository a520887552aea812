package org.openhtc.workspace;

import org.openhtc.api.Role;

/**
 * A person or program that belongs to one workspace.
 *
 * @param enabled if false, the keys and tokens of the user are refused
 * @param canViewOrganizationJobs setting of the organization, which clients can read
 */
public record User(
    String id,
    String email,
    String fullName,
    Role role,
    boolean enabled,
    Workspace workspace,
    boolean canViewOrganizationJobs) {}
