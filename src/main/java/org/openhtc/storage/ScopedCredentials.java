package org.openhtc.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;
import org.openhtc.storage.GrantOwner.OfAttempt;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.stereotype.Service;

/**
 * Issues temporary credentials for exactly the requested folders. The embedded store refuses them
 * from the end of their owner on: it checks the owner itself. Credentials of an STS stay valid
 * until they expire, by default within an hour.
 */
@Service
public class ScopedCredentials {
  private final CredentialIssuer issuer;
  private final GrantStore grants;
  private final Users users;
  private final Clock clock;

  ScopedCredentials(CredentialIssuer issuer, GrantStore grants, Users users, Clock clock) {
    this.issuer = issuer;
    this.grants = grants;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Issues credentials. Those of an attempt for the embedded store are derived without a query.
   *
   * @throws StoreUnavailable when the store's token service does not respond
   */
  public StorageCredentials issue(CredentialRequest request) {
    Instant expiresAt = clock.instant().plus(request.lifetime());
    return derived(request, expiresAt).orElseGet(() -> stored(request, expiresAt));
  }

  private Optional<StorageCredentials> derived(CredentialRequest request, Instant expiresAt) {
    return request.owner() instanceof OfAttempt(JobAttempt job)
        ? issuer.derive(
            new AttemptGrant(
                job.batchId(),
                job.index(),
                job.attempt(),
                JobRight.of(request.folders(), job.projectId(), job.taskId()),
                expiresAt.truncatedTo(ChronoUnit.SECONDS)))
        : Optional.empty();
  }

  /** Stores a record of the credentials, by which the store checks them or knows their expiry. */
  private StorageCredentials stored(CredentialRequest request, Instant expiresAt) {
    StorageCredentials issued = issuer.issue(request.folders(), request.lifetime());
    grants.add(issued.accessKey(), request, roleOf(request.owner()), expiresAt);
    return issued;
  }

  private @Nullable Role roleOf(GrantOwner owner) {
    String user = GrantStore.userOf(owner);
    return user == null ? null : users.find(user).map(User::role).orElse(null);
  }
}
