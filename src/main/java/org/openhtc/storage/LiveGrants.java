package org.openhtc.storage;

import java.util.Optional;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.stereotype.Component;

/**
 * Finds valid grants. Those of a user who is disabled, or whose role is lower now, are invalid;
 * those of the user's jobs are not.
 */
@Component
class LiveGrants implements GrantLookup {
  private final GrantStore grants;
  private final RunningAttempts attempts;
  private final Users users;

  LiveGrants(GrantStore grants, RunningAttempts attempts, Users users) {
    this.grants = grants;
    this.attempts = attempts;
    this.users = users;
  }

  @Override
  public Optional<Grant> find(String accessKey) {
    return grants.find(accessKey).filter(this::isValid);
  }

  @Override
  public Optional<Grant> find(AttemptGrant attempt) {
    return attempts
        .find(attempt.batchId(), attempt.index(), attempt.attempt())
        .map(owner ->
            new Grant(
                attempt.folders(owner.projectId(), owner.taskId()),
                null,
                null,
                attempt.expiresAt()));
  }

  private boolean isValid(Grant grant) {
    String user = grant.userId();
    return user == null
        || users
            .find(user)
            .filter(User::enabled)
            .filter(found -> hasKeptRole(found, grant))
            .isPresent();
  }

  /** The user may have had access to the folders only by the role. */
  private static boolean hasKeptRole(User user, Grant grant) {
    return grant.issuedTo() == null || user.role().atLeast(grant.issuedTo());
  }
}
