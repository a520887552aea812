package org.openhtc.job.watch;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often streams of jobs poll for events and log lines.
 *
 * @param pollInterval longest pause between two polls for events, while there are subscriptions
 * @param logInterval pause between two polls of the log of a running job, per stream
 * @param eventsPerSecond long-term rate of events that all streams of a user get together
 * @param historyPerSecond the same for events that happened before their stream began
 */
@Validated
@ConfigurationProperties("openhtc.watch")
public record WatchSettings(
    @DefaultValue("1s") @NotNull @DurationMin(millis = 100) Duration pollInterval,
    @DefaultValue("500ms") @NotNull @DurationMin(millis = 100) Duration logInterval,
    @DefaultValue("10000") @Min(100) int eventsPerSecond,
    @DefaultValue("2000") @Min(100) int historyPerSecond) {}
