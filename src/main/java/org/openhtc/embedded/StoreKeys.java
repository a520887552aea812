package org.openhtc.embedded;

import java.time.Clock;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.BlobStoreLocator;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.Grant;
import org.openhtc.storage.GrantLookup;

/** Decides at every request what the key that signed it reaches: asked afresh each time. */
record StoreKeys(
    RootKey rootKey, IssuedKeys lentKeys, GrantLookup grants, String bucket, Clock clock) {

  /** The store as each key sees it; none for keys that are not ours. */
  BlobStoreLocator over(BlobStore files) {
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
      throw StoreRefusal.expired();
    }
    StoreScope scope = new StoreScope(bucket, grant.folders());
    return new AccessGrant(lentKeys.secretOf(key), ScopedStore.of(files, scope));
  }
}
