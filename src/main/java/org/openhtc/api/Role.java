package org.openhtc.api;

/** What a user may do, from the lowest role to the highest. A role includes all lower ones. */
public enum Role {
  /** Uses the projects of the user's workspace: tasks, jobs, files and images. */
  USER,
  /** Manages the user's workspace: its projects, limits, retention and users. */
  WORKSPACE_ADMIN,
  /** Has the permissions of a workspace administrator in all workspaces of the organization. */
  ORGANIZATION_ADMIN,
  /** Manages the installation: organizations, workspaces, regions, hosts and signing keys. */
  PLATFORM_ADMIN;

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
