package org.openhtc.job.series;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the time series of tasks and regions.
 *
 * @param interval time between two points; 100 ms to 1 h
 * @param keep age at which points are removed; 1 h to 400 days
 */
@Validated
@ConfigurationProperties("openhtc.series")
public record SeriesSettings(
    @DefaultValue("1m") @NotNull @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration interval,
    @DefaultValue("7d") @NotNull @DurationMin(hours = 1) @DurationMax(days = 400) Duration keep) {}
