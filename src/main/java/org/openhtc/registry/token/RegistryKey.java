package org.openhtc.registry.token;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The key that signs tokens for the registry (ES256).
 *
 * @param certificate X.509 certificate of the public key, which the registry is configured to trust
 */
public record RegistryKey(byte[] certificate, PrivateKey privateKey) {

  /** The public part of the key. */
  public PublicKey publicKey() {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(certificate))
          .getPublicKey();
    } catch (CertificateException e) {
      throw new IllegalStateException("the certificate in table registry_key can't be read", e);
    }
  }

  /**
   * Reads a stored key.
   *
   * @param privateKey EC key in PKCS#8 form
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
