package org.openhtc.auth;

import org.openhtc.api.Caller;

/**
 * Who came with a password for the image registry.
 *
 * @param caller the user who asked for the password, with the present role
 * @param projectId the one project that the password opens
 */
public record RegistryLogin(Caller caller, String projectId) {}
