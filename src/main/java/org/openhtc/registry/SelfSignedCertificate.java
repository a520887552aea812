package org.openhtc.registry;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes a key whose certificate the registry can be told to trust. */
final class SelfSignedCertificate {
  private static final X500Name NAME = new X500Name("CN=OpenHTC registry tokens");

  /** Clocks differ, and nobody should have to renew what only this installation trusts. */
  private static final Duration BEFORE = Duration.ofDays(2);

  private static final Duration AFTER = Duration.ofDays(36_500);

  private SelfSignedCertificate() {}

  static RegistryKey generate(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new RegistryKey(certificate(pair, now), pair.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static byte[] certificate(KeyPair pair, Instant now)
      throws OperatorCreationException, IOException {
    return new X509v3CertificateBuilder(
            NAME,
            new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
            Date.from(now.minus(BEFORE)),
            Date.from(now.plus(AFTER)),
            NAME,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
        .getEncoded();
  }
}
