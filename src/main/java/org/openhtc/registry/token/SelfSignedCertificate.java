package org.openhtc.registry.token;

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

/** Creates a key with a self-signed certificate that the registry can be configured to trust. */
final class SelfSignedCertificate {
  private static final X500Name NAME = new X500Name("CN=OpenHTC registry tokens");

  /** Starts the validity in the past, because the clock of the registry may be behind. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(2);

  /** Practically unlimited: only this installation trusts the certificate. */
  private static final Duration VALIDITY = Duration.ofDays(36_500);

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
            Date.from(now.minus(CLOCK_TOLERANCE)),
            Date.from(now.plus(VALIDITY)),
            NAME,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
        .getEncoded();
  }
}
