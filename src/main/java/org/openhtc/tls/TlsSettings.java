package org.openhtc.tls;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The certificate with which the API's port accepts HTTPS instead of plain HTTP.
 *
 * @param certificate PEM file with the certificate of the service, followed by its intermediate
 *     certificates; null for plain HTTP
 * @param privateKey PEM file with the key of the certificate, without a password
 * @param plainPort a further port with plain HTTP, which serves health checks, redirects browsers
 *     to HTTPS and refuses all other requests; 0 for none
 * @param reloadInterval time between two reads of both files, at least 10 ms
 */
@Validated
@ConfigurationProperties("openhtc.tls")
public record TlsSettings(
    @Nullable Path certificate,
    @Nullable Path privateKey,
    @DefaultValue("0") @Min(0) @Max(65535) int plainPort,
    @DefaultValue("10s") @NotNull @DurationMin(millis = 10) Duration reloadInterval) {

  public TlsSettings {
    certificate = present(certificate);
    privateKey = present(privateKey);
    if ((certificate == null) != (privateKey == null)) {
      throw new IllegalArgumentException(
          "openhtc.tls.certificate and openhtc.tls.private-key must be set together");
    }
    if (certificate == null && plainPort != 0) {
      throw new IllegalArgumentException(
          "openhtc.tls.plain-port must be 0 without openhtc.tls.certificate");
    }
  }

  /** The scheme of the API's URL: {@code http} or {@code https}. */
  public String scheme() {
    return certificate == null ? "http" : "https";
  }

  /** An environment variable may be set to nothing. */
  private static @Nullable Path present(@Nullable Path file) {
    return file == null || file.toString().isBlank() ? null : file;
  }
}
