package org.openhtc.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a certificate and its private key. */
record CertificateFiles(Path certificate, Path privateKey) {
  /** Larger files are read as damaged: no chain of certificates is as long. */
  private static final long MAX_BYTES = 1 << 20;

  /**
   * Reads both files.
   *
   * @throws UnusableCertificateException if one of them can't be read
   */
  CertificateText read() {
    return new CertificateText(text("certificate", certificate), text("private-key", privateKey));
  }

  private static String text(String setting, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UnusableCertificateException(
            "openhtc.tls.%s '%s' is no PEM file: it is larger than 1 MiB".formatted(setting, file));
      }
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UnusableCertificateException(
          "openhtc.tls.%s '%s' can't be read: %s".formatted(setting, file, e));
    }
  }
}
