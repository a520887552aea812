package org.openhtc.embedded.signature;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to an access key, on every request. Secrets come first, so that a request that
 * is not signed with them causes no query.
 */
public interface AccessKeys {

  /**
   * What the holder of a key must know.
   *
   * @param sessionToken null when the key has none
   */
  record Secrets(String key, @Nullable String sessionToken) {

    /** Omits the secrets, so that they cannot appear in a log. */
    @Override
    public String toString() {
      return "secrets";
    }
  }

  /** Empty when this installation can't have issued the key. */
  Optional<Secrets> secrets(String accessKey);

  /**
   * The access of a key whose secrets the sender knows. Empty when it was revoked.
   *
   * @throws S3Error when the key has expired
   */
  Optional<KeyAccess> access(String accessKey);
}
