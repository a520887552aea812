package org.openhtc.job.log;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many logs are read at the same time.
 *
 * @param atOnce maximum number of logs; each needs up to 16 MiB of memory
 * @param patience a request that has to wait longer is refused
 */
@Validated
@ConfigurationProperties("openhtc.log-reads")
record LogReadSettings(
    @DefaultValue("8") @Min(1) int atOnce,
    @DefaultValue("5s") @NotNull @DurationMin(millis = 1) Duration patience) {}
