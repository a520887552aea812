package org.openhtc.job.watch;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How streams of jobs learn what is new.
 *
 * @param pollInterval longest pause between two looks for events, while anybody watches
 * @param logInterval pause between two looks at the log of a running job that is watched
 */
@Validated
@ConfigurationProperties("openhtc.watch")
public record WatchSettings(
    @DefaultValue("1s") @NotNull @DurationMin(millis = 100) Duration pollInterval,
    @DefaultValue("500ms") @NotNull @DurationMin(millis = 100) Duration logInterval) {}
