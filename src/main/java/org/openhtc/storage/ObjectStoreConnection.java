package org.openhtc.storage;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How the service reaches its bucket: by settings, or handed over by the embedded store.
 *
 * @param endpoint base URL of the store; null means AWS's own for the region
 * @param accessKey key that may do anything inside the bucket; never given to a job
 */
public record ObjectStoreConnection(
    @Nullable URI endpoint, String region, String bucket, String accessKey, String secretKey) {

  /** Leaves the secret out, so that it can't reach a log. */
  @Override
  public String toString() {
    return "bucket %s at %s".formatted(bucket, endpoint == null ? "AWS " + region : endpoint);
  }
}
