package org.openhtc.embedded;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where the embedded services store their data.
 *
 * @param home directory of this installation; default {@code ~/.openhtc}
 */
@Validated
@ConfigurationProperties("openhtc")
record HomeSettings(@NotNull Path home) {}
