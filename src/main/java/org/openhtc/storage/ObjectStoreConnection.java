package org.openhtc.storage;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How the service connects to its bucket: from the settings, or provided by the embedded store.
 *
 * @param endpoint base URL of the store; null means AWS's own for the region
 * @param accessKey key with full access to the bucket; it is never given to a job
 */
public record ObjectStoreConnection(
    @Nullable URI endpoint, String region, String bucket, String accessKey, String secretKey) {

  /** Omits the secret, so that it cannot appear in a log. */
  @Override
  public String toString() {
    return "bucket %s at %s".formatted(bucket, endpoint == null ? "AWS " + region : endpoint);
  }
}
