package org.openhtc.auth;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How the first administrator gets in.
 *
 * @param home directory where the file {@code api-key} is written
 * @param bootstrapApiKey the administrator's API key; absent or blank: a random one is made
 */
@Validated
@ConfigurationProperties("openhtc")
record BootstrapSettings(
    @NotNull Path home,
    @Size(min = 32, max = 512, message = "must have 32 to 512 characters; it opens every door")
        @Nullable String bootstrapApiKey) {

  BootstrapSettings {
    bootstrapApiKey =
        bootstrapApiKey == null || bootstrapApiKey.isBlank() ? null : bootstrapApiKey.strip();
  }
}
