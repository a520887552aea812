package org.openhtc.auth;

import org.openhtc.api.Role;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Workspace;

class FakeJobTokensTest implements JobTokensContract {
  private final FakeJobTokens tokens = new FakeJobTokens();

  @Override
  public JobTokens tokens() {
    return tokens;
  }

  @Override
  public User submitter() {
    Workspace workspace = new Workspace("w", "workspace", "o");
    return new User("u", "u@example.org", "U", Role.WORKSPACE_ADMIN, true, workspace, false);
  }
}
