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

/** A P-256 key pair that signs (ES256) and verifies tokens. */
public record SigningKey(String kid, ECPublicKey publicKey, PrivateKey privateKey) {
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
   * @param privateKey PKCS#8
   */
  static SigningKey of(String kid, byte[] publicKey, byte[] privateKey) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC", EllipticCurves.PROVIDER);
      return new SigningKey(
          kid,
          (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(publicKey)),
          factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing key %s cannot be read".formatted(kid), e);
    }
  }
}
