package org.openhtc.storage;

import java.time.Clock;
import java.time.Instant;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Service;

/**
 * Issues temporary credentials for exactly the requested folders, and revokes them. The embedded
 * store refuses revoked credentials from the next request on. Credentials of an STS cannot be
 * revoked; they expire, by default within an hour.
 */
@Service
public class ScopedCredentials {
  private final CredentialIssuer issuer;
  private final GrantStore grants;
  private final Clock clock;

  ScopedCredentials(CredentialIssuer issuer, GrantStore grants, Clock clock) {
    this.issuer = issuer;
    this.grants = grants;
    this.clock = clock;
  }

  /**
   * Issues credentials and revokes those of earlier attempts of the same job.
   *
   * @throws ApiException 403 when a later attempt of the job has begun
   * @throws StoreUnavailable when the store's token service does not respond
   */
  public StorageCredentials issue(CredentialRequest request) {
    Instant expiresAt = clock.instant().plus(request.lifetime());
    StorageCredentials issued = issuer.issue(request.folders(), request.lifetime());
    if (!grants.add(issued.accessKey(), request, expiresAt)) {
      throw ApiException.forbidden("A later attempt of this job has begun.");
    }
    return issued;
  }

  /** Whether an attempt has received credentials and has not ended since. */
  public boolean isRunning(GrantOwner.OfAttempt attempt) {
    return grants.hasValidGrant(attempt, clock.instant());
  }

  /** Revokes the credentials of an attempt and of earlier attempts. Idempotent. */
  public void revoke(String jobId, int attempt) {
    grants.revoke(jobId, attempt);
  }
}
