package org.openhtc.job.log;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The logs of ended jobs.
 *
 * @param projectSize space that the compressed logs of a project may use in the object store; of
 *     further logs only the end is stored
 */
@Validated
@ConfigurationProperties("openhtc.logs")
record LogSettings(@DefaultValue("20GB") @NotNull DataSize projectSize) {}
