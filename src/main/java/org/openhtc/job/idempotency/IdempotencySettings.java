package org.openhtc.job.idempotency;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a request can be repeated with its key.
 *
 * @param keep how long a key is valid after its first use; at least one minute
 * @param sweepInterval pause between two deletions of expired keys
 */
@Validated
@ConfigurationProperties("openhtc.idempotency")
record IdempotencySettings(
    @DefaultValue("7d") @NotNull @DurationMin(minutes = 1) Duration keep,
    @DefaultValue("1h") @NotNull @DurationMin(seconds = 1) Duration sweepInterval) {}
