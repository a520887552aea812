package org.openhtc.project;

import org.openhtc.api.Role;

/** The lowest role that may change a limit of a project. The published API defines the names. */
enum ModifierRole {
  WORKSPACE_ADMIN(Role.WORKSPACE_ADMIN),
  /** Any user of the project's workspace: the API has no administrators of projects. */
  PROJECT_ADMIN(Role.USER);

  private final Role least;

  ModifierRole(Role least) {
    this.least = least;
  }

  Role least() {
    return least;
  }
}
