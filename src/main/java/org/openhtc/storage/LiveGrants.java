package org.openhtc.storage;

import java.util.Optional;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.stereotype.Component;

/** What was lent and still counts: a user who is locked out has lost it, a user's jobs go on. */
@Component
class LiveGrants implements GrantLookup {
  private final GrantStore grants;
  private final Users users;

  LiveGrants(GrantStore grants, Users users) {
    this.grants = grants;
    this.users = users;
  }

  @Override
  public Optional<Grant> find(String accessKey) {
    return grants.find(accessKey).filter(this::counts);
  }

  private boolean counts(Grant grant) {
    String user = grant.userId();
    return user == null || users.find(user).filter(User::enabled).isPresent();
  }
}
