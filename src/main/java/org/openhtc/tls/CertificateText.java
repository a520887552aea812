package org.openhtc.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/**
 * What the files of certificate and private key contain.
 *
 * @param certificates the service's own certificate first, in PEM
 * @param privateKey in PEM
 */
record CertificateText(String certificates, String privateKey) {
  private static final byte[] PROBE = {1, 2, 3};

  /**
   * Parses both texts.
   *
   * @throws UnusableCertificateException if one of them can't be parsed, or if they don't belong
   *     together, as while only one of the two files was replaced
   */
  Certificate parse() {
    List<X509Certificate> chain =
        parsed(
            "openhtc.tls.certificate contains no certificate in PEM",
            () -> PemContent.of(certificates).getCertificates());
    PrivateKey key =
        parsed(
            "openhtc.tls.private-key contains no private key in PEM without a password",
            () -> PemContent.of(privateKey).getPrivateKey());
    if (!belongTogether(key, chain.getFirst().getPublicKey())) {
      throw new UnusableCertificateException(
          "openhtc.tls.private-key is not the key of openhtc.tls.certificate");
    }
    PemSslStore store = PemSslStore.of(chain, key);
    return new Certificate(chain.getFirst(), SslBundle.of(new PemSslStoreBundle(store, null)));
  }

  /** Spring's parser throws exceptions of several types. */
  private static <T> T parsed(String sentence, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (RuntimeException e) {
      throw new UnusableCertificateException(sentence + ": " + e.getMessage());
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey certified) {
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  /** The private key must not be logged. */
  @Override
  public String toString() {
    return "certificate and private key";
  }
}
