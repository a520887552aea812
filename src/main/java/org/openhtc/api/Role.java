package org.openhtc.api;

/** What a user may do, from least to most. A higher role holds the powers of the lower ones. */
public enum Role {
  /** Creates tasks and jobs in the projects of the own workspace. */
  USER,
  /** Also creates and changes projects of the own workspace. */
  WORKSPACE_ADMIN,
  /** A workspace admin in every workspace of the own organization. */
  ORGANIZATION_ADMIN,
  /** Runs the installation: regions, hosts, organizations. */
  PLATFORM_ADMIN;

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
