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
 * @param pollInterval longest pause between two looks at the queue; wake-ups come sooner
 * @param placementsPerTick jobs placed in one transaction at most
 * @param reserveAfter a job that waited so long for more room than is free gets a host kept clear
 *     for it, and its part of a vCPU limit, so that small jobs can't keep it waiting for ever
 * @param regionGrace waiting jobs fail when none of their regions had a host for longer than this
 */
@Validated
@ConfigurationProperties("openhtc.scheduling")
record SchedulingSettings(
    @DefaultValue("1s") @NotNull @DurationMin(millis = 10) Duration pollInterval,
    @DefaultValue("1000") @Min(1) @Max(100_000) int placementsPerTick,
    @DefaultValue("5m") @NotNull Duration reserveAfter,
    @DefaultValue("24h") @NotNull @DurationMin(seconds = 1) Duration regionGrace) {}
