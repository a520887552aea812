package org.openhtc.storage;

import java.time.Clock;
import java.time.Instant;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Service;

/**
 * Lends temporary credentials that reach exactly the folders asked for, and calls them back. On the
 * embedded store they are refused from the next request on; credentials of an STS can't be called
 * back and end by themselves, within an hour unless configured otherwise.
 */
@Service
public class ScopedCredentials {
  private final CredentialSource source;
  private final GrantStore grants;
  private final Clock clock;

  ScopedCredentials(CredentialSource source, GrantStore grants, Clock clock) {
    this.source = source;
    this.grants = grants;
    this.clock = clock;
  }

  /**
   * Lends credentials; those of earlier attempts of the same job end with it.
   *
   * @throws ApiException 403 when a later attempt of the job has begun
   * @throws StoreUnavailable when the store's token service does not answer
   */
  public StorageCredentials issue(CredentialRequest request) {
    Instant until = clock.instant().plus(request.lifetime());
    StorageCredentials lent = source.lend(request.folders(), request.lifetime());
    if (!grants.add(lent.accessKey(), request, until)) {
      throw ApiException.forbidden("A later attempt of this job has begun.");
    }
    return lent;
  }

  /** Whether an attempt was lent credentials and has not ended since. */
  public boolean isRunning(GrantOwner.OfAttempt attempt) {
    return grants.isLentTo(attempt, clock.instant());
  }

  /** Ends what an attempt of a job was lent, and its earlier attempts. Repeating it is fine. */
  public void revoke(String jobId, int attempt) {
    grants.revoke(jobId, attempt);
  }
}
