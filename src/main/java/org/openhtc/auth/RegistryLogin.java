package org.openhtc.auth;

import org.openhtc.api.Caller;

/**
 * The verified content of a password for the image registry.
 *
 * @param caller the user for whom the password was issued, with the current role
 * @param projectId the only project that the password permits
 */
public record RegistryLogin(Caller caller, String projectId) {}
