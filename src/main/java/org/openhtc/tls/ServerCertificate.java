package org.openhtc.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;

/**
 * Gives the web server its certificate, and replaces it when the files have changed. New
 * connections then get the new certificate; open ones continue. A pair of files that can't be used,
 * such as one of which only one file was replaced yet, is logged once and changes nothing.
 */
final class ServerCertificate extends LoopingComponent implements SslBundleRegistrar {
  /** The name of the certificate within Spring. */
  static final String BUNDLE = "api";

  private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);
  private static final Duration EXPIRES_SOON = Duration.ofDays(14);
  private static final Duration WARNING_INTERVAL = Duration.ofDays(1);

  private final CertificateFiles files;
  private final Clock clock;
  private @Nullable SslBundleRegistry registry;
  private @Nullable CertificateText seen;
  private @Nullable Certificate present;
  private Instant nextWarning = Instant.MIN;

  ServerCertificate(CertificateFiles files, Duration interval, Clock clock) {
    super(new WakeableLoop("certificate", interval));
    this.files = files;
    this.clock = clock;
  }

  /**
   * Reads the certificate at the start of the service.
   *
   * @throws UnusableCertificateException if there is no usable one
   */
  @Override
  public void registerBundles(SslBundleRegistry bundles) {
    CertificateText text = files.read();
    Certificate certificate = text.parse();
    bundles.registerBundle(BUNDLE, certificate.bundle());
    registry = bundles;
    seen = text;
    accept(certificate);
  }

  @Override
  protected void pass() {
    try {
      CertificateText text = files.read();
      if (!text.equals(seen)) {
        seen = text;
        replace(text.parse());
      }
    } catch (UnusableCertificateException e) {
      log.error("The certificate is not replaced: {}", e.getMessage());
    }
    warnOfExpiry();
  }

  private void replace(Certificate certificate) {
    if (registry != null) {
      registry.updateBundle(BUNDLE, certificate.bundle());
      accept(certificate);
    }
  }

  private void accept(Certificate certificate) {
    present = certificate;
    nextWarning = Instant.MIN;
    log.info(
        "HTTPS uses the certificate of {}, valid until {}",
        certificate.subject(),
        certificate.validUntil());
    warnOfExpiry();
  }

  private void warnOfExpiry() {
    Instant now = clock.instant();
    if (present != null
        && present.validUntil().isBefore(now.plus(EXPIRES_SOON))
        && !now.isBefore(nextWarning)) {
      log.warn("The certificate of HTTPS is valid only until {}", present.validUntil());
      nextWarning = now.plus(WARNING_INTERVAL);
    }
  }
}
