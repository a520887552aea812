package org.openhtc.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.springframework.boot.ssl.SslBundle;

/** A certificate of the service, and the same with its private key and chain for the server. */
record Certificate(X509Certificate own, SslBundle bundle) {

  String subject() {
    return own.getSubjectX500Principal().getName();
  }

  Instant validUntil() {
    return own.getNotAfter().toInstant();
  }
}
