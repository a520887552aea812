package org.openhtc.storage;

import java.time.Instant;

/**
 * Temporary credentials to the object store.
 *
 * @param sessionToken goes with every request beside the signature
 * @param expiration refused from then on
 */
public record StorageCredentials(
    String accessKey, String secretKey, String sessionToken, Instant expiration) {

  /** Leaves the secrets out, so that they can't reach a log. */
  @Override
  public String toString() {
    return "%s until %s".formatted(accessKey, expiration);
  }
}
