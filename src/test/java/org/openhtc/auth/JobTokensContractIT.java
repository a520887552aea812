package org.openhtc.auth;

import org.openhtc.api.Role;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class JobTokensContractIT implements JobTokensContract {
  @Autowired JobTokens tokens;
  @Autowired Tenants tenants;

  @Override
  public JobTokens tokens() {
    return tokens;
  }

  @Override
  public User submitter() {
    return tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
  }
}
