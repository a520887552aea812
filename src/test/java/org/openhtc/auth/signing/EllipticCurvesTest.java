package org.openhtc.auth.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EllipticCurvesTest {
  private static final byte[] MESSAGE = "header.claims".getBytes(StandardCharsets.UTF_8);
  private static final Provider JDK = Security.getProvider("SunEC");

  @Test
  void nativeLibraryIsUsedOnThisMachine() {
    assertThat(EllipticCurves.PROVIDER.getName()).isEqualTo("AmazonCorrettoCryptoProvider");
  }

  @Test
  void jdkAcceptsSignaturesOfTheNativeLibraryAndTheOtherWayRound() throws Exception {
    SigningKey key = SigningKey.generate();
    for (Provider signer : new Provider[] {EllipticCurves.PROVIDER, JDK}) {
      byte[] signature = sign(key, signer);
      assertThat(isValid(key.publicKey(), signature, JDK)).isTrue();
      assertThat(isValid(key.publicKey(), signature, EllipticCurves.PROVIDER)).isTrue();
    }
  }

  @Test
  void storedKeyReadsBackAsTheSameKey() throws Exception {
    SigningKey key = SigningKey.generate();
    SigningKey read =
        SigningKey.of(
            key.kid(),
            key.publicKey().getEncoded(),
            Objects.requireNonNull(key.privateKey()).getEncoded());
    byte[] signature = sign(read, EllipticCurves.PROVIDER);
    assertThat(isValid(key.publicKey(), signature, JDK)).isTrue();
    signature[signature.length - 1] ^= 1;
    assertThat(isValid(key.publicKey(), signature, JDK)).isFalse();
  }

  private static byte[] sign(SigningKey key, Provider provider) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA", provider);
    signature.initSign(key.privateKey());
    signature.update(MESSAGE);
    return signature.sign();
  }

  private static boolean isValid(PublicKey key, byte[] signature, Provider provider)
      throws GeneralSecurityException {
    Signature verification = Signature.getInstance("SHA256withECDSA", provider);
    verification.initVerify(key);
    verification.update(MESSAGE);
    return verification.verify(signature);
  }
}
