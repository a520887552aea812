package org.openhtc.embedded;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.BlobStoreLocator;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.Grant;
import org.openhtc.storage.GrantLookup;

/** Finds, on every request, the access of the key that signed it. */
record StoreKeys(
    RootKey rootKey, IssuedKeys issuedKeys, GrantLookup grants, String bucket, Clock clock) {

  /** Maps each key to a store restricted to its scope; unknown keys get none. */
  BlobStoreLocator locator(BlobStore files) {
    return (key, bucketName, name) -> key == null ? null : accessOf(key, files);
  }

  private @Nullable AccessGrant accessOf(String key, BlobStore files) {
    if (rootKey.accessKey().equals(key)) {
      return new AccessGrant(rootKey.secretKey(), files);
    }
    Optional<Grant> grant = AttemptKeys.hasForm(key) ? attemptGrant(key) : grants.find(key);
    return grant.map(access -> access(key, access, files)).orElse(null);
  }

  /** Checks what the key itself shows first, so that a forged or expired key causes no query. */
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
      throw StoreErrors.expired();
    }
  }

  private AccessGrant access(String key, Grant grant, BlobStore files) {
    checkExpiry(grant.expiresAt());
    StoreScope scope = new StoreScope(bucket, grant.folders());
    return new AccessGrant(issuedKeys.secretOf(key), ScopedStore.of(files, scope));
  }
}
