package org.openhtc.auth;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings for the API key of the first administrator.
 *
 * @param home directory in which the file {@code api-key} is written
 * @param bootstrapApiKey an API key of the administrator; if it is absent or blank, a random one is
 *     created, unless the administrator has a key already
 */
@Validated
@ConfigurationProperties("openhtc")
record BootstrapSettings(
    @NotNull Path home,
    @CodePointLength(
            min = 32,
            max = 512,
            message = "must have 32 to 512 characters, because this key permits everything")
        @Nullable String bootstrapApiKey) {

  BootstrapSettings {
    bootstrapApiKey =
        bootstrapApiKey == null || bootstrapApiKey.isBlank() ? null : bootstrapApiKey.strip();
  }
}
