package org.openhtc.embedded;

import java.time.Clock;
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
    return grants.find(key).map(grant -> access(key, grant, files)).orElse(null);
  }

  private AccessGrant access(String key, Grant grant, BlobStore files) {
    if (!clock.instant().isBefore(grant.expiresAt())) {
      throw StoreErrors.expired();
    }
    StoreScope scope = new StoreScope(bucket, grant.folders());
    return new AccessGrant(issuedKeys.secretOf(key), ScopedStore.of(files, scope));
  }
}
