package org.openhtc.metrics;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of {@code /actuator/prometheus}.
 *
 * @param interval time between two reads of the counts that come from the database; 1 s to 5
 *     minutes
 */
@Validated
@ConfigurationProperties("openhtc.metrics")
record MeterSettings(
    @DefaultValue("15s") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration interval) {}
