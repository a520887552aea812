package org.openhtc.task;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the execution of retention policies.
 *
 * @param interval time between two searches for tasks to archive or delete
 */
@Validated
@ConfigurationProperties("openhtc.retention")
record RetentionSettings(
    @DefaultValue("1m") @NotNull @DurationMin(millis = 10) Duration interval) {}
