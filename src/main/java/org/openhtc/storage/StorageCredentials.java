package org.openhtc.storage;

import java.time.Instant;

/**
 * Temporary credentials to the object store.
 *
 * @param sessionToken sent with every request in addition to the signature
 * @param expiration the store refuses them from then on
 */
public record StorageCredentials(
    String accessKey, String secretKey, String sessionToken, Instant expiration) {

  /** Omits the secrets, so that they cannot appear in a log. */
  @Override
  public String toString() {
    return "%s until %s".formatted(accessKey, expiration);
  }
}
