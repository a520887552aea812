package org.openhtc.workspace;

/**
 * A group of users with their projects. Users see only the projects, tasks and jobs of their
 * workspace.
 *
 * @param id short text that never changes
 * @param organizationCode its organization, which never changes
 */
public record Workspace(String id, String name, String organizationCode) {}
