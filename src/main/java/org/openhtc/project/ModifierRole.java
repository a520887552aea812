package org.openhtc.project;

import org.openhtc.api.Role;

/** The least role that may change a limit of a project; names as published. */
enum ModifierRole {
  WORKSPACE_ADMIN(Role.WORKSPACE_ADMIN),
  /** Whoever belongs to the project's workspace: the API knows no administrator of a project. */
  PROJECT_ADMIN(Role.USER);

  private final Role least;

  ModifierRole(Role least) {
    this.least = least;
  }

  Role least() {
    return least;
  }
}
