package org.openhtc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.TestCertificates;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;

class ServerCertificateTest {
  private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
  @TempDir Path directory;
  private CertificateFiles files;
  private ServerCertificate server;

  @BeforeEach
  void certificate() throws IOException {
    files = new CertificateFiles(directory.resolve("tls.pem"), directory.resolve("tls.key"));
    server = new ServerCertificate(files, Duration.ofDays(1), Clock.systemUTC());
    makeCertificate();
  }

  private void makeCertificate() throws IOException {
    TestCertificates.selfSigned(
        files.certificate(), files.privateKey(), "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
  }

  private SslBundle served() {
    return bundles.getBundle(ServerCertificate.BUNDLE);
  }

  @Test
  void unusableCertificatePreventsTheStart() throws IOException {
    Files.delete(files.privateKey());
    assertThatThrownBy(() -> server.registerBundles(bundles))
        .isInstanceOf(UnusableCertificateException.class);
  }

  @Test
  void unchangedFilesChangeNothing() {
    server.registerBundles(bundles);
    SslBundle first = served();
    server.pass();
    assertThat(served()).isSameAs(first);
  }

  @Test
  void certificateIsReplacedWhenBothFilesAre() throws IOException {
    server.registerBundles(bundles);
    SslBundle first = served();
    String oldKey = Files.readString(files.privateKey());
    makeCertificate();
    String newKey = Files.readString(files.privateKey());
    Files.writeString(files.privateKey(), oldKey);
    server.pass();
    assertThat(served()).as("with the key of the first certificate").isSameAs(first);
    Files.writeString(files.privateKey(), newKey);
    server.pass();
    assertThat(served()).isNotSameAs(first);
  }

  @Test
  void missingFilesKeepTheCertificate() throws IOException {
    server.registerBundles(bundles);
    SslBundle first = served();
    Files.delete(files.certificate());
    server.pass();
    assertThat(served()).isSameAs(first);
  }
}
