package org.openhtc.job.log;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many logs are read at once.
 *
 * @param atOnce each is whole in memory for a moment
 * @param patience who waits longer for its turn is refused
 */
@Validated
@ConfigurationProperties("openhtc.log-reads")
record LogReadSettings(
    @DefaultValue("2") @Min(1) int atOnce,
    @DefaultValue("5s") @NotNull @DurationMin(millis = 1) Duration patience) {}
