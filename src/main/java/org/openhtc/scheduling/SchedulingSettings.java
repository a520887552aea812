package org.openhtc.scheduling;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the scheduler works.
 *
 * @param pollInterval longest pause between two ticks; a wake-up shortens it
 * @param shortestPause between two ticks, however many changes there are: they are planned
 *     together, because a tick for many changes costs little more than one for a single change.
 *     After a longer pause, a change is planned at once.
 * @param placementsPerTick most jobs placed in one transaction
 * @param reserveAfter a job that waits for more room than is free gets a host reserved, and its
 *     share of a vCPU limit, this long after a job of its batch was last placed, so that small jobs
 *     can't delay it without end
 * @param regionGrace waiting jobs fail when none of their regions has had a reachable host that
 *     suits them for this long
 */
@Validated
@ConfigurationProperties("openhtc.scheduling")
record SchedulingSettings(
    @DefaultValue("1s") @NotNull @DurationMin(millis = 10) Duration pollInterval,
    @DefaultValue("50ms") @NotNull @DurationMin(millis = 1) Duration shortestPause,
    @DefaultValue("1000") @Min(1) @Max(100_000) int placementsPerTick,
    @DefaultValue("5m") @NotNull Duration reserveAfter,
    @DefaultValue("24h") @NotNull @DurationMin(seconds = 1) Duration regionGrace) {}
