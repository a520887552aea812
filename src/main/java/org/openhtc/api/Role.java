package org.openhtc.api;

/** The permissions of a user, from lowest to highest. A role includes those of all lower ones. */
public enum Role {
  /** Creates tasks and jobs in the projects of the user's workspace. */
  USER,
  /** Creates and changes projects of the user's workspace. */
  WORKSPACE_ADMIN,
  /** A workspace administrator in every workspace of the user's organization. */
  ORGANIZATION_ADMIN,
  /** Manages the installation: regions, hosts, organizations. */
  PLATFORM_ADMIN;

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
