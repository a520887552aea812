package org.openhtc.tls;

/** A certificate or private key that HTTPS can't use; the message is a sentence about the cause. */
final class UnusableCertificateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableCertificateException(String sentence) {
    super(sentence);
  }
}
