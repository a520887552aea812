package org.openhtc.task;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of tasks.
 *
 * @param perProject tasks of a project that are not deleted
 * @param keepDeleted how long a deleted task can still be read
 */
@Validated
@ConfigurationProperties("openhtc.tasks")
record TaskSettings(
    @DefaultValue("100000") @Min(1) int perProject,
    @DefaultValue("60d") @NotNull @DurationMin(hours = 1, message = "must be at least 1h")
        Duration keepDeleted) {}
