package org.openhtc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.TestCertificates;

class CertificateFilesTest {
  private static final String CURVE = "ec -pkeyopt ec_paramgen_curve:prime256v1";

  @TempDir Path directory;
  private Path certificate;
  private Path key;
  private CertificateFiles files;

  @BeforeEach
  void names() {
    certificate = directory.resolve("tls.pem");
    key = directory.resolve("tls.key");
    files = new CertificateFiles(certificate, key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", CURVE, "ed25519"})
  void certificateIsReadWithEachKindOfKey(String newKey) throws IOException {
    TestCertificates.selfSigned(certificate, key, newKey.split(" "));
    Certificate read = files.read().parse();
    assertThat(read.subject()).isEqualTo("CN=localhost");
    assertThat(read.bundle().getStores().getKeyStore()).isNotNull();
  }

  @Test
  void keyOfAnotherCertificateIsNamed() throws IOException {
    TestCertificates.selfSigned(certificate, key, CURVE.split(" "));
    TestCertificates.selfSigned(directory.resolve("other.pem"), key, CURVE.split(" "));
    assertUnusable("openhtc.tls.private-key is not the key of openhtc.tls.certificate");
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    TestCertificates.selfSigned(certificate, key, CURVE.split(" "));
    String good = Files.readString(certificate);
    Files.writeString(certificate, good.substring(0, good.length() / 2));
    assertUnusable("openhtc.tls.certificate contains no certificate in PEM");
    Files.writeString(certificate, good);
    Files.writeString(key, "");
    assertUnusable("openhtc.tls.private-key contains no private key in PEM without a password");
  }

  @Test
  void missingAndHugeFilesAreNamed() throws IOException {
    Files.write(certificate, new byte[(1 << 20) + 1]);
    assertUnusable("openhtc.tls.certificate '" + certificate + "' is no PEM file");
    Files.writeString(certificate, "");
    assertUnusable("openhtc.tls.private-key '" + key + "' can't be read");
  }

  private void assertUnusable(String sentence) {
    assertThatThrownBy(() -> files.read().parse())
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessageContaining(sentence);
  }
}
