package org.openhtc.task;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How retention policies are carried out.
 *
 * @param interval pause between two looks for tasks that are to be archived or deleted
 */
@Validated
@ConfigurationProperties("openhtc.retention")
record RetentionSettings(
    @DefaultValue("1m") @NotNull @DurationMin(millis = 10) Duration interval) {}
