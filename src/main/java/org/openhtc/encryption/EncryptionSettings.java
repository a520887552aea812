package org.openhtc.encryption;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The secret with which private keys are encrypted before they are stored.
 *
 * @param home directory of the file {@code encryption-secret}, which is used with the embedded
 *     database if no secret is set
 * @param encryptionSecret the same in all processes of an installation; if absent or blank, keys
 *     are stored in the clear in a database that is not embedded
 */
@Validated
@ConfigurationProperties("openhtc")
record EncryptionSettings(
    @NotNull Path home,
    @CodePointLength(min = 32, max = 512, message = "must have 32 to 512 characters")
        @Nullable String encryptionSecret) {

  EncryptionSettings {
    encryptionSecret =
        encryptionSecret == null || encryptionSecret.isBlank() ? null : encryptionSecret.strip();
  }
}
