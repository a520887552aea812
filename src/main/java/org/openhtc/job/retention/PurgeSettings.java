package org.openhtc.job.retention;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long ended jobs are kept.
 *
 * @param after how long a batch is kept after the last of its jobs ended; at least 1 h
 * @param interval pause between two runs
 */
@Validated
@ConfigurationProperties("openhtc.purge")
record PurgeSettings(
    @DefaultValue("60d") @NotNull @DurationMin(hours = 1) Duration after,
    @DefaultValue("1m") @NotNull @DurationMin(millis = 10) Duration interval) {}
