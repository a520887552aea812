package org.openhtc.auth.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A P-256 key pair that signs (ES256) and verifies tokens.
 *
 * @param privateKey null if it was encrypted with a secret that this process does not have: the key
 *     only verifies
 */
public record SigningKey(String kid, ECPublicKey publicKey, @Nullable PrivateKey privateKey) {
  public static final String ALGORITHM = "ES256";

  /** A new key. */
  public static SigningKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", EllipticCurves.PROVIDER);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      String kid = UUID.randomUUID().toString();
      return new SigningKey(kid, (ECPublicKey) pair.getPublic(), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks P-256", e);
    }
  }

  /**
   * @param publicKey X.509
   * @param privateKey PKCS#8; null if it is not known
   */
  static SigningKey of(String kid, byte[] publicKey, byte @Nullable [] privateKey) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC", EllipticCurves.PROVIDER);
      return new SigningKey(
          kid,
          (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(publicKey)),
          privateKey == null ? null : factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing key %s cannot be read".formatted(kid), e);
    }
  }

  boolean isForSigning() {
    return privateKey != null;
  }
}
