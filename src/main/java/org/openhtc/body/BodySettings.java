package org.openhtc.body;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The largest bodies of requests.
 *
 * @param submission of a submission of jobs, which may have a hundred definitions
 * @param other of all other operations
 */
@Validated
@ConfigurationProperties("openhtc.bodies")
record BodySettings(
    @DefaultValue("20000000B") @NotNull DataSize submission,
    @DefaultValue("256KB") @NotNull DataSize other) {}
