package org.openhtc.workspace;

/**
 * What bounds the projects, tasks and jobs that a user sees.
 *
 * @param id short text, stable
 * @param organizationCode the organization it belongs to for good
 */
public record Workspace(String id, String name, String organizationCode) {}
