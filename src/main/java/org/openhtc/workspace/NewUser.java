package org.openhtc.workspace;

import org.openhtc.api.Role;

/**
 * A user to be created.
 *
 * @param email unique in the installation, regardless of its case
 */
public record NewUser(String email, String fullName, Role role) {}
