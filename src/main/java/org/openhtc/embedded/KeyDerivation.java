package org.openhtc.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives secrets from this installation's master secret. Each purpose is a context of its own: no
 * value that is derived for one purpose is valid for another.
 */
final class KeyDerivation {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec master;

  KeyDerivation(RootKey rootKey) {
    this.master =
        new SecretKeySpec(rootKey.secretKey().getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /**
   * The HMAC-SHA256 of a text.
   *
   * @param purpose without a colon
   */
  byte[] derive(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(master);
      return mac.doFinal((purpose + ":" + text).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has this algorithm
    }
  }
}
