package org.openhtc.embedded;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.signature.AccessKeys;
import org.openhtc.embedded.signature.KeyAccess;
import org.openhtc.embedded.signature.StoreScope;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.Grant;
import org.openhtc.storage.GrantLookup;

/** Finds, on every request, the access of the key that signed it. */
record StoreKeys(
    RootKey rootKey, IssuedKeys issuedKeys, GrantLookup grants, String bucket, Clock clock)
    implements AccessKeys {

  @Override
  public Optional<Secrets> secrets(String key) {
    if (rootKey.accessKey().equals(key)) {
      return Optional.of(new Secrets(rootKey.secretKey(), null));
    }
    boolean mayBeIssued =
        AttemptKeys.hasForm(key)
            ? issuedKeys.attempts().grantOf(key).isPresent()
            : IssuedKeys.hasIssuedForm(key);
    return mayBeIssued
        ? Optional.of(new Secrets(issuedKeys.secretOf(key), issuedKeys.tokenOf(key)))
        : Optional.empty();
  }

  @Override
  public Optional<KeyAccess> access(String key) {
    if (rootKey.accessKey().equals(key)) {
      return Optional.of(new KeyAccess(key, StoreScope.everything(bucket), "service"));
    }
    Optional<Grant> grant = AttemptKeys.hasForm(key) ? attemptGrant(key) : grants.find(key);
    return grant.map(found -> {
      checkExpiry(found.expiresAt());
      return new KeyAccess(key, new StoreScope(bucket, found.folders()), owner(found));
    });
  }

  /** Checks the expiry in the key itself first, so that an expired key causes no query. */
  private Optional<Grant> attemptGrant(String key) {
    return issuedKeys
        .attempts()
        .grantOf(key)
        .flatMap(attempt -> {
          checkExpiry(attempt.expiresAt());
          return grants.find(attempt);
        });
  }

  private void checkExpiry(Instant expiresAt) {
    if (!clock.instant().isBefore(expiresAt)) {
      throw S3Error.expired();
    }
  }

  /** The user; for a job, the folder of its task, which it shares with the other jobs there. */
  private static String owner(Grant grant) {
    String user = grant.userId();
    return user == null
        ? grant.folders().stream().map(FolderGrant::folder).sorted().findFirst().orElse("job")
        : user;
  }
}
