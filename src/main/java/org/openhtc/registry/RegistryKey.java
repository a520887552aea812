package org.openhtc.registry;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * What signs the tokens for the registry (ES256).
 *
 * @param certificate X.509 of the public part; the registry is told to trust it
 */
record RegistryKey(byte[] certificate, PrivateKey privateKey) {

  /**
   * @param privateKey PKCS#8 of an EC key
   */
  static RegistryKey of(byte[] certificate, byte[] privateKey) {
    try {
      return new RegistryKey(
          certificate,
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key in table registry_key can't be read", e);
    }
  }
}
